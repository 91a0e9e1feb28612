package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The right to be forgotten, on the real broker and database. */
class EraseIT {
  private static final String PATIENT = "P-1";

  private static final String OF_THE_PATIENT = "select count(*) from epro.report where patient_id = 'P-1'";
  private static final int REPORTS = 22;
  private static final int REJECTIONS = 3;
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir
  Path directory;

  @Test
  void nothingOfThePatientIsLeftAndNothingComesBack() throws Exception {
    try (var trial = new Trial(directory)) {
      trial.forgetCopies();
      assertThat(trial.run(new ReplayCommand(), "--name", "before").exit()).isZero();
      assertThat(trial.run(new ReplayCommand(), List.of("promote"), "--name", "before", "--reason",
          "to have a promotion").exit()).isZero();
      trial.sql("insert into epro.promotion_report select 1, 'changed', patient_id, report_id,"
          + " to_jsonb(report) from epro.report");
      long others = trial.count("select count(*) from epro.report where patient_id <> 'P-1'");

      var dry = erase(trial, "--dry-run", "--json");
      assertThat(dry.exit()).as(dry.err()).isZero();
      assertThat(dry.json().get("found").get("reports").asInt()).isEqualTo(REPORTS);
      assertThat(dry.json().get("found").get("rejections").asInt()).isEqualTo(REJECTIONS);
      var said = erase(trial, "--json", "--by", "ann");
      assertThat(said.exit()).as(said.err()).isZero();
      assertThat(said.json().get("erased")).isEqualTo(dry.json().get("found"));
      assertStandsNowhere(trial);
      assertThat(trial.count("select count(*) from epro.report")).isEqualTo(others);
      assertThat(trial.count("select count(*) from epro.erasure where asked_by = 'ann' and reason ="
          + " 'withdrew consent' and completed_at is not null and octet_length(patient_hash) = 32"
          + " and reports = " + REPORTS)).isEqualTo(1);

      trial.pipeline().topics().publish(0, PATIENT, Samples.reports(PATIENT, 30, 40));
      trial.pipeline().topics().publish(0, PATIENT, "no json either");
      assertThat(trial.run(new ReplayCommand(), "--name", "after").exit()).isZero();
      var books = trial.reconcile("--deep", "--wait", "30s", "--json");
      assertThat(books.kinds()).as(books.out()).isEmpty();
      assertThat(books.json().get("total").get("erased").asInt())
          .isEqualTo(REPORTS + REJECTIONS + 11);
      assertThat(trial.count("select sum(erased) from replay_after.ledger")).isGreaterThan(REPORTS);
      assertStandsNowhere(trial);
      var again = erase(trial);
      assertThat(again.exit()).isZero();
      assertThat(again.out()).contains("Erased: 0 reports, 0 rejections, 0 copies");
      assertThat(trial.count("select count(*) from epro.erasure")).isEqualTo(1);
    }
  }

  /** In no row of any table, neither as text nor within raw bytes. */
  private static void assertStandsNowhere(Trial trial) {
    String hex = HexFormat.of().formatHex(PATIENT.getBytes(StandardCharsets.US_ASCII));
    for (String table : trial.tables()) {
      assertThat(trial.count("select count(*) from " + table + " t where t::text ~ '" + PATIENT
          + "([^0-9]|$)' or t::text ~ '" + hex + "'")).as(table).isZero();
    }
  }

  @Test
  void aPatientWhoReportsMeanwhileIsErasedAllTheSame() throws Exception {
    try (var trial = new Trial(directory)) {
      var sending = new FutureTask<@Nullable Void>(() -> {
        for (int i = 0; i < 60; i++) {
          trial.pipeline().topics().publish(0, PATIENT, Samples.reports(PATIENT, 100 * i,
              100 * i + 50));
          trial.pipeline().topics().publish(1, "P-2", Samples.reports("P-2", 100 * i + 20,
              100 * i + 70));
        }
        return null;
      });
      Thread.ofPlatform().name("phones").start(sending);
      await().until(() -> trial.count(OF_THE_PATIENT) > 500);
      assertThat(erase(trial).exit()).isZero();
      assertThat(trial.count(OF_THE_PATIENT)).isZero();
      sending.get(60, TimeUnit.SECONDS);
      var books = trial.reconcile("--deep", "--wait", "60s", "--json");
      assertThat(books.kinds()).as(books.out()).isEmpty();
      assertThat(trial.count(OF_THE_PATIENT)).isZero();
      assertThat(trial.count("select count(*) from epro.report where patient_id = 'P-2'"))
          .isEqualTo(3010);
    }
  }

  @Test
  void anErasureThatWasInterruptedIsFoundAndFinished() throws Exception {
    try (var trial = new Trial(directory)) {
      erase(trial);
      trial.sql("insert into epro.report table epro.kept_report on conflict do nothing");
      trial.sql("update epro.ledger set stored = stored + " + REPORTS + ", erased = erased - "
          + REPORTS + " where partition = 0; update epro.erasure set completed_at = null");
      var found = trial.reconcile("--deep", "--json");
      assertThat(found.exit()).isEqualTo(1);
      assertThat(found.kinds()).hasSize(REPORTS).containsOnly("erasure_unfinished");
      assertThat(erase(trial).exit()).isZero();
      assertThat(trial.count(OF_THE_PATIENT)).isZero();
      assertThat(trial.reconcile("--deep").exit()).isZero();
    }
  }

  @Test
  void aKeyOfOnesOwnStaysOutOfTheDatabaseAndIsAskedFor() throws Exception {
    try (var trial = new Trial(directory)) {
      trial.set("processor.erasure-key", KEY);
      trial.pipeline().stop();
      trial.pipeline().start().awaitReady();
      assertThat(erase(trial).exit()).isZero();
      assertThat(trial.count("select count(*) from epro.erasure_key where secret is null"))
          .isEqualTo(1);
      assertThat(trial.reconcile("--deep").exit()).isZero();
      trial.set("processor.erasure-key", KEY.replace('0', '1'));
      assertThat(trial.reconcile("--deep").exit()).isEqualTo(1);
      trial.pipeline().stop();
      trial.pipeline().start();
      assertThat(trial.pipeline().refusal()).contains("processor.erasure-key");
    }
  }

  @Test
  void whatIsKeptMustNotNameThePatientAndAStrangerIsAskedAbout() throws Exception {
    try (var trial = new Trial(directory)) {
      assertThat(trial.run(new EraseCommand(), "--patient", PATIENT, "--reason",
          "letter of p-1 from May").exit()).isNotZero();
      assertThat(trial.run(new EraseCommand(), "--patient", "P 1", "--reason", "a letter").exit())
          .isNotZero();
      var nobody = trial.run(new EraseCommand(), "--patient", "P-100", "--reason", "a letter");
      assertThat(nobody.exit()).isEqualTo(1);
      assertThat(nobody.err()).contains("is the id right?");
      assertThat(trial.count("select count(*) from epro.erasure")).isZero();
      assertThat(trial.run(new EraseCommand(), "--patient", "P-100", "--reason", "a letter",
          "--even-if-none").exit()).isZero();
      assertThat(trial.count("select count(*) from epro.erasure")).isEqualTo(1);
    }
  }

  private static Trial.Said erase(Trial trial, String... more) {
    var arguments = new ArrayList<>(List.of("--patient", PATIENT, "--reason",
        "withdrew consent", "--yes"));
    arguments.addAll(List.of(more));
    return trial.run(new EraseCommand(), arguments.toArray(String[]::new));
  }
}
