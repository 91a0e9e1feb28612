package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code reconcile} says of a trial that is whole, and of one that was damaged. */
class ReconcileIT {
  private static Trial trial;

  @BeforeAll
  static void begin(@TempDir Path directory) throws Exception {
    trial = new Trial(directory);
  }

  @AfterAll
  static void end() {
    trial.close();
  }

  @AfterEach
  void mend() {
    trial.mend();
  }

  private static Trial.Said reconcile(String... arguments) {
    return trial.run(new ReconcileCommand(), arguments);
  }

  @Test
  void aTrialThatIsWholeBalances() {
    var said = reconcile("--deep", "--json");
    assertThat(said.kinds()).as(said.out()).isEmpty();
    assertThat(said.exit()).isZero();
    var total = said.json().get("total");
    assertThat(total.get("stored").asInt()).isEqualTo(Trial.STORED);
    assertThat(total.get("reports").asInt()).isEqualTo(Trial.STORED);
    assertThat(total.get("duplicate").asInt()).isEqualTo(Trial.DUPLICATE);
    assertThat(total.get("rejected").asInt()).isEqualTo(Trial.REJECTED);
    assertThat(total.get("rejections").asInt()).isEqualTo(Trial.REJECTED);
    assertThat(total.get("skipped").asInt()).isEqualTo(Trial.SKIPPED);
    assertThat(total.get("lag").asInt()).isZero();
    assertThat(said.json().get("rejectionsByCode").get("malformed_json").asInt()).isEqualTo(2);
    assertThat(said.json().get("rejectionsByCode").get("conflicting_duplicate").asInt())
        .isEqualTo(1);
    var compared = said.json().get("compared");
    assertThat(compared.get("records").asInt())
        .isEqualTo(Trial.STORED + Trial.DUPLICATE + Trial.REJECTED);
    assertThat(compared.get("duplicates").asInt()).isEqualTo(Trial.DUPLICATE);
    assertThat(compared.get("unchecked").asInt()).isZero();
    assertThat(compared.get("otherRules").asInt()).as("a conflict is none of rules").isZero();
  }

  @Test
  void peopleGetATable() {
    var said = reconcile("--deep");
    assertThat(said.exit()).isZero();
    assertThat(said.out()).contains("partition", "total", "malformed_json 2",
        "Record by record: 40 read", "The books balance.");
  }

  @Test
  void aDeletedRowIsMissed() {
    trial.sql("delete from epro.report where source_partition = 0 and source_offset = 5");
    var counted = reconcile("--json");
    assertThat(counted.exit()).isEqualTo(1);
    assertThat(counted.kinds()).containsExactly("reports_differ");
    assertThat(counted.json().get("problems").get(0).get("partition").asInt()).isZero();
    assertThat(reconcile("--deep").out()).contains("1 missing",
        "partition 0: the record at offset 5 is neither stored nor rejected");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      heart_rate       | heart_rate + 1
      heart_rate       | null
      temperature      | temperature + 0.1
      symptoms         | array_append(symptoms, 'cough')
      reported_at      | reported_at + interval '1 ms'
      received_at      | received_at - interval '1 h'
      patient_id       | 'P-9'
      report_id        | gen_random_uuid()
      content_sha256   | sha256('')
      unknown_drugs    | unknown_drugs + 1
      medications      | jsonb_set(medications, '{0,doseMg}', '5000')
      medications      | jsonb_set(medications, '{0,drugId}', '"D-9"')
      medications      | null
      trace_id         | gen_random_uuid()
      """)
  void anAlteredRowIsFound(String column, String value) {
    trial.sql("update epro.report set " + column + " = " + value
        + " where source_partition = 0 and source_offset = 5");
    assertThat(reconcile("--json").exit()).as("in number it fits").isZero();
    var said = reconcile("--deep", "--json");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.kinds()).containsOnly("row_altered");
    assertThat(said.json().get("problems").get(0).get("text").asText())
        .contains("offset 5", column).doesNotContain("P-9");
  }

  @Test
  void anotherDictionaryThanThatOfThenIsNoDamage() {
    trial.sql("update epro.report set unknown_drugs = unknown_drugs - 1, medications ="
        + " jsonb_set(medications, '{0,known}', 'true') where source_offset = 5");
    assertThat(reconcile("--deep").exit()).isZero();
  }

  @Test
  void aRowThatNobodySentIsFound() {
    trial.sql(
        "insert into epro.report select patient_id, gen_random_uuid(), reported_at, heart_rate,"
            + " temperature, symptoms, medications, unknown_drugs, received_at, stored_at, 0, 5,"
            + " content_sha256 from epro.report where source_partition = 1 and source_offset = 2");
    assertThat(reconcile("--json").kinds()).containsExactly("reports_differ");
    assertThat(reconcile("--deep", "--json").kinds()).contains("reports_differ",
        "row_without_record");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored", "duplicate", "rejected", "skipped"})
  void aDoubledCountIsFound(String column) {
    trial.sql("alter table epro.ledger drop constraint if exists ledger_balances;"
        + " update epro.ledger set " + column + " = 2 * " + column);
    assertThat(reconcile("--json").kinds()).contains("books_do_not_add_up");
    assertThat(reconcile("--deep", "--json").exit()).isEqualTo(1);
  }

  @Test
  void countsThatOnlySwapPlacesAreFound() {
    trial.sql("update epro.ledger set duplicate = duplicate - 1, skipped = skipped + 1"
        + " where partition = 0");
    assertThat(reconcile("--json").exit()).isZero();
    assertThat(reconcile("--deep", "--json").kinds())
        .containsExactly("count_differs", "count_differs");
  }

  @Test
  void aRejectionThatIsGoneIsMissed() {
    trial.sql("delete from epro.rejection where source_partition = 2");
    assertThat(reconcile("--json").kinds()).containsExactly("rejections_differ");
    assertThat(reconcile("--deep", "--json").kinds()).contains("record_without_trace");
  }

  @Test
  void aRejectionThatKeepsOtherBytesIsFound() {
    trial.sql("update epro.rejection set raw = 'x' where source_partition = 2");
    assertThat(reconcile("--json").exit()).isZero();
    assertThat(reconcile("--deep", "--json").kinds()).containsExactly("row_altered");
  }

  @Test
  void aHoleIsToldAsLongAsItStandsInTheBooks() {
    trial.sql("insert into epro.ledger_hole (pipeline, topic, partition, topic_id, from_offset,"
        + " to_offset) select pipeline, topic, partition, topic_id, 1, 4 from epro.ledger"
        + " where partition = 1");
    var said = reconcile("--json");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.kinds()).containsExactly("offsets_lost");
    assertThat(said.json().get("total").get("lost").asInt()).isEqualTo(3);
  }

  @Test
  void booksOfAnotherTopicAreNotCompared() {
    trial.sql("update epro.ledger set topic_id = 'another'");
    assertThat(reconcile("--deep", "--json").kinds()).containsOnly("other_topic");
  }

  @Test
  void otherBooksInTheSameTableAreTakenIntoAccount() {
    trial.sql("update epro.ledger set pipeline = 'former' where partition = 0");
    var said = reconcile("--json");
    assertThat(said.kinds()).as(said.out()).isEmpty();
    assertThat(said.json().get("total").get("lag").asInt()).as("to be read anew").isPositive();
  }

  @Test
  void whatWaitsIsAnImbalanceOnlyWhereItWasWaitedFor(@TempDir Path directory) throws Exception {
    try (var stopped = new Trial(directory)) {
      stopped.pipeline().stop();
      stopped.pipeline().topics().publish(0, "P-1", Samples.reports("P-1", 50, 60));
      var said = stopped.run(new ReconcileCommand(), "--deep", "--json");
      assertThat(said.exit()).as(said.out()).isZero();
      assertThat(said.json().get("total").get("lag").asInt()).isEqualTo(10);
      assertThat(stopped.run(new ReconcileCommand(), "--wait", "300ms", "--json").kinds())
          .containsExactly("still_waiting");
      // Deleted before they are read: lost, though nobody has met the hole yet.
      stopped.pipeline().topics().deleteRecords(Map.of(0, 30L));
      var lost = stopped.run(new ReconcileCommand(), "--deep", "--json");
      assertThat(lost.kinds()).as(lost.out()).containsExactly("offsets_lost");
      assertThat(lost.json().get("compared").get("unchecked").asInt()).isPositive();
      stopped.pipeline().start().awaitReady();
      assertThat(stopped.run(new ReconcileCommand(), "--wait", "30s", "--json").kinds())
          .containsExactly("offsets_lost");
    }
  }
}
