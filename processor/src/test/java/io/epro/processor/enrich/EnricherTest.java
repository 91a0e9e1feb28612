package io.epro.processor.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.config.Settings;
import io.epro.drug.Drug;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Verdict;
import io.epro.report.TestReports;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is found; how it is written is for the encoder's tests. */
class EnricherTest {
  private final ReportValidator validator = new ReportValidator(
      Rules.from(Settings.load(ProcessorSettings.class, Map.of()).rules()));
  private final ShardedDrugStore drugs = new ShardedDrugStore();
  private final LookupCounts counts = new LookupCounts();
  private final Enricher enricher = new Enricher(drugs, counts);

  @Test
  void findsWhatTheDictionaryKnowsInTheReportsOrder() {
    put(new Drug("N02BE01", "Paracetamol", "N02BE01", null));
    put(new Drug("INS", "Insulin \"R\"", null, "IU"));

    var enriched = enricher.enrich(report("""
        [{"drugId":"N02BE01","doseMg":500},{"drugId":"X","doseMg":2.50},
        {"doseMg":1e1,"drugId":"INS"}]"""));

    assertThat(enriched.known(0)).asString(UTF_8)
        .isEqualTo("\"known\":true,\"name\":\"Paracetamol\",\"atc\":\"N02BE01\"");
    assertThat(enriched.known(1)).isNull();
    assertThat(enriched.known(2)).asString(UTF_8)
        .isEqualTo("\"known\":true,\"name\":\"Insulin \\\"R\\\"\",\"unit\":\"IU\"");
    assertThat(enriched.unknownDrugs()).isEqualTo(1);
    assertThat(counts.hits()).isEqualTo(2);
    assertThat(counts.misses()).isEqualTo(1);
  }

  @Test
  void forgetsTheReportBefore() {
    enricher.enrich(report("[{\"drugId\":\"X\",\"doseMg\":1}]"));
    assertThat(enricher.enrich(report("[]")).unknownDrugs()).isZero();
    assertThat(counts.misses()).isEqualTo(1);
  }

  private Report report(String medications) {
    String body = "{\"patientId\":\"P-1\",\"timestamp\":" + TestReports.TIMESTAMP
        + ",\"medications\":" + medications + "}";
    return ((Verdict.Valid) validator.validate(body.getBytes(UTF_8), TestReports.TIMESTAMP))
        .report();
  }

  private void put(Drug drug) {
    drugs.put(drug.drugId().getBytes(UTF_8), DrugFragment.of(drug));
  }
}
