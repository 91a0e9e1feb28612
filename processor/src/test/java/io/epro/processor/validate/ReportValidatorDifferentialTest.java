package io.epro.processor.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.report.TestReports;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The validator says what the readable one says, and nothing of the report before: one validator judges all
 * of them, valid ones and others in turns.
 */
class ReportValidatorDifferentialTest {
  private final ReportValidator validator = new ReportValidator(TestRules.DEFAULT);

  @Property(tries = 2000)
  void validReportsAreReadTheSame(@ForAll("valid") String report) {
    assertThat(verdict(report.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(PlainVerdict.Valid.class);
  }

  @Property(tries = 8000)
  void reportsOfEveryShapeGetTheSameVerdict(@ForAll("shapes") String report) {
    verdict(report.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 8000)
  void mutatedBytesGetTheSameVerdict(@ForAll("mutated") byte[] bytes) {
    verdict(bytes);
  }

  private PlainVerdict verdict(byte[] body) {
    var verdict = PlainVerdict.of(validator.validate(body, TestReports.TIMESTAMP));
    assertThat(verdict)
        .isEqualTo(ReferenceValidator.validate(TestRules.DEFAULT, body, TestReports.TIMESTAMP));
    return verdict;
  }

  @Provide
  Arbitrary<String> valid() {
    return TestReports.valid();
  }

  @Provide
  Arbitrary<String> shapes() {
    return TestReports.ofEveryShape();
  }

  @Provide
  Arbitrary<byte[]> mutated() {
    return TestReports.mutated();
  }
}
