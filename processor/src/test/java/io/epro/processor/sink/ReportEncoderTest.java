package io.epro.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.config.Settings;
import io.epro.drug.Drug;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.enrich.DrugFragment;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.PlainEnrichment;
import io.epro.processor.enrich.ShardedDrugStore;
import io.epro.processor.validate.PlainReport.Medication;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Verdict;
import io.epro.report.TestReports;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** From the bytes of a report to those of its row. */
class ReportEncoderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Rules RULES = Rules
      .from(Settings.load(ProcessorSettings.class, Map.of()).rules());
  private static final ShardedDrugStore DRUGS = new ShardedDrugStore();

  static {
    var drug = new Drug("N02BE01", "Paracetamol", "N02BE01", null);
    DRUGS.put(drug.drugId().getBytes(UTF_8), DrugFragment.of(drug));
  }

  /** The parts through which a record goes, all of which are used again for the next. */
  private static final class Stages {
    private final ReportValidator validator = new ReportValidator(RULES);
    private final Enricher enricher;
    private final Row row = new Row();
    private final CopyBuffer rows = new CopyBuffer(16);

    Stages(ShardedDrugStore drugs) {
      enricher = new Enricher(drugs, new LookupCounts());
    }

    /** The row's bytes; null where the report is not valid. */
    byte @Nullable [] encoded(byte[] body, int offset) {
      row.begin(3, offset, null, body, TestReports.TIMESTAMP);
      if (offset % 2 == 0) {
        row.reportId(new UUID(7, offset));
      }
      if (offset % 3 == 0) {
        row.trace(9, offset);
      }
      if (!(validator.validate(body, row.receivedAt()) instanceof Verdict.Valid(var report))) {
        return null;
      }
      if (!row.hasReportId()) {
        row.reportId(new UUID(8, offset));
      }
      row.report(report);
      row.enrichment(enricher.enrich(report));
      rows.truncate(0);
      ReportEncoder.encode(row, rows);
      return Arrays.copyOf(rows.array(), rows.size());
    }
  }

  /** The trap of objects that are used again: whatever came before, a row is as if it were the first. */
  @Property(tries = 1000)
  void nothingOfOneReportShowsInTheNext(@ForAll("mixed") List<byte[]> bodies) {
    var used = new Stages(DRUGS);
    for (int i = 0; i < bodies.size(); i++) {
      assertThat(used.encoded(bodies.get(i), i))
          .isEqualTo(new Stages(DRUGS).encoded(bodies.get(i), i));
    }
  }

  @Property(tries = 1000)
  void medicationsAreWrittenAsDatabindWritesThem(
      @ForAll("medications") List<Medication> medications,
      @ForAll("dictionary") List<Drug> dictionary) throws Exception {
    var drugs = new ShardedDrugStore();
    var byId = new HashMap<String, Drug>();
    for (var drug : dictionary) {
      drugs.put(drug.drugId().getBytes(UTF_8), DrugFragment.of(drug));
      byId.put(drug.drugId(), drug);
    }
    byte[] row = new Stages(drugs).encoded(body(medications), 1);
    assertThat(row).isNotNull();
    assertThat(new String(row, UTF_8))
        .contains("\1" + PlainEnrichment.json(medications, byId));
  }

  @Provide
  Arbitrary<List<byte[]>> mixed() {
    return Arbitraries.oneOf(TestReports.valid().map(report -> report.getBytes(UTF_8)),
        TestReports.ofEveryShape().map(report -> report.getBytes(UTF_8)), TestReports.mutated())
        .list().ofMinSize(2).ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<Medication>> medications() {
    return Combinators.combine(texts(64), Arbitraries.of("500", "0.50", "1E-3", "5e2"))
        .as(Medication::new).list().ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<Drug>> dictionary() {
    return Combinators.combine(texts(64), texts(200), texts(10).injectNull(0.3),
        texts(10).injectNull(0.8)).as(ReportEncoderTest::drug).list().ofMaxSize(10);
  }

  private static Drug drug(String id, String name, @Nullable String atc, @Nullable String unit) {
    return new Drug(id, name, atc, unit);
  }

  /** A few ids that both sides draw from, and any text that Postgres can hold. */
  private static Arbitrary<String> texts(int max) {
    var characters = Arbitraries.oneOf(Arbitraries.integers().between(1, 0x7F),
        Arbitraries.integers().between(0x80, 0xD7FF),
        Arbitraries.integers().between(0xE000, 0x10FFFF)).map(Character::toString);
    return Arbitraries.oneOf(Arbitraries.of("N02BE01", "A", "\"\\/\n\u001f", "é😀"),
        characters.list().ofMinSize(1).ofMaxSize(max).map(all -> String.join("", all)));
  }

  private static byte[] body(List<Medication> medications) throws Exception {
    var report = JSON.createObjectNode().put("patientId", "P-1")
        .put("timestamp", TestReports.TIMESTAMP);
    var array = report.putArray("medications");
    for (var medication : medications) {
      array.addObject().put("drugId", medication.drugId()).putRawValue("doseMg",
          new com.fasterxml.jackson.databind.util.RawValue(medication.doseMg()));
    }
    return JSON.writeValueAsBytes(report);
  }
}
