package io.epro.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Verdict;
import io.epro.report.TestReports;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeyOrderTest {
  private static final Rules RULES = Rules
      .from(Settings.load(ProcessorSettings.class, Map.of()).rules());

  private final ReportValidator validator = new ReportValidator(RULES);
  private final Enricher enricher = new Enricher((_, _, _) -> null, new LookupCounts());

  @Property(tries = 300)
  void everyRowStandsInItOnceAndPatientsAscend(@ForAll("patients") List<String> patients) {
    var rows = rows(patients);
    int from = patients.size() / 4;
    var order = rows.inKeyOrder(from, patients.size());
    var found = IntStream.range(0, order.size()).map(order::row).boxed().toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(
        IntStream.range(from, patients.size()).boxed().toList());
    assertThat(found.stream().map(patients::get)).isSorted();
  }

  /** Of a trial whose ids are alike, or of any form up to where the order gets coarse. */
  @Provide
  Arbitrary<List<String>> patients() {
    var alike = Arbitraries.integers().between(1, 99_999).map("SITE-04:P-%05d"::formatted);
    var any = Arbitraries.strings().withChars("ABZabz019._:-").ofMinLength(1).ofMaxLength(5);
    return Arbitraries.oneOf(alike.list().ofMinSize(1).ofMaxSize(600),
        any.list().ofMinSize(1).ofMaxSize(50));
  }

  private EncodedRows rows(List<String> patients) {
    var rows = new EncodedRows(1 << 20);
    var row = new Row();
    for (int i = 0; i < patients.size(); i++) {
      byte[] body = TestReports.body(patients.get(i), TestReports.TIMESTAMP);
      var verdict = (Verdict.Valid) validator.validate(body, TestReports.TIMESTAMP);
      row.begin(0, i, null, body, TestReports.TIMESTAMP);
      row.reportId(new UUID(0, i));
      row.report(verdict.report());
      row.enrichment(enricher.enrich(verdict.report()));
      rows.add(row);
    }
    return rows;
  }
}
