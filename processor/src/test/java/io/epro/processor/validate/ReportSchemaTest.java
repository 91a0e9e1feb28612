package io.epro.processor.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.epro.report.TestReports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The published schema and the validator agree on what is valid, as far as a schema can say it. */
class ReportSchemaTest {
  /** So late that only the absolute limit of a timestamp counts, which the schema has too. */
  private static final long RECEIVED_AT = Long.MAX_VALUE;

  /** A number over the reader's limit, and numbers that a double rounds across a bound. */
  private static final List<String> UNSAYABLE = List.of("1" + "0".repeat(1000),
      "00000000000000000001", "1e-400");

  private final Schema schema = SchemaRegistry
      .withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
      .getSchema(read(Path.of("..", "docs", "api", "report.schema.json")), InputFormat.JSON);
  private final ReportValidator validator = new ReportValidator(TestRules.DEFAULT);

  @Property(tries = 1000)
  void takeTheSameValidReports(@ForAll("valid") String report) {
    assertThat(takenBySchema(report)).isTrue();
    assertThat(takenByValidator(report)).isTrue();
  }

  @Property(tries = 5000)
  void refuseTheSameReports(@ForAll("shapes") String report) {
    assertThat(takenBySchema(report)).isEqualTo(takenByValidator(report));
  }

  private boolean takenBySchema(String report) {
    return schema.validate(report, InputFormat.JSON).isEmpty();
  }

  private boolean takenByValidator(String report) {
    return validator.validate(report.getBytes(StandardCharsets.UTF_8),
        RECEIVED_AT) instanceof Verdict.Valid;
  }

  @Provide
  Arbitrary<String> valid() {
    return TestReports.valid();
  }

  @Provide
  Arbitrary<String> shapes() {
    return TestReports.ofSchemaShape()
        .filter(report -> UNSAYABLE.stream().noneMatch(report::contains));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
