package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why people replay, on the real broker and database. */
class ReplayIT {
  private static final int TOO_FAST = 5;

  @TempDir
  Path directory;

  @UnderBothProtocols
  void aRuleThatWasLoosenedAddsReportsAndPromotingKeepsTheBooks(GroupProtocol protocol)
      throws Exception {
    try (var trial = new Trial(directory, protocol)) {
      for (int i = 0; i < TOO_FAST; i++) {
        trial.pipeline().topics().publish(i % 2, "P-7",
            Samples.report("P-7", i).replace("\"heartRate\":72", "\"heartRate\":310"));
      }
      trial.awaitRejected(Trial.REJECTED + TOO_FAST);
      assertThat(replay(trial, "--name", "same").exit()).isZero();
      assertThat(diff(trial, "same").exit()).as("with the rules of then").isZero();

      trial.set("processor.rules.heart-rate-max", "320");
      var said = replay(trial, "--name", "loose", "--by", "ann");
      assertThat(said.exit()).as(said.out()).isZero();
      var diff = diff(trial, "loose");
      assertThat(diff.exit()).isEqualTo(1);
      assertThat(diff.json().get("added").asInt()).isEqualTo(TOO_FAST);
      assertThat(diff.json().get("changed").asInt()).isZero();
      assertThat(diff.json().get("identical").asInt()).isEqualTo(Trial.STORED);
      assertThat(diff.out()).contains("P***").doesNotContain("P-7");
      assertThat(trial.reconcile("--deep").exit()).as("the live books before").isZero();

      var promoted = trial.run(new ReplayCommand(), List.of("promote"), "--name", "loose",
          "--reason", "amendment 3", "--by", "bob");
      assertThat(promoted.out()).as(promoted.err())
          .contains("0 reports changed, 5 added, 0 removed");
      assertThat(trial.count("select count(*) from epro.report where heart_rate = 310"))
          .isEqualTo(TOO_FAST);
      assertThat(trial.count("select count(*) from epro.rejection")).isEqualTo(Trial.REJECTED);
      assertThat(trial.count("select count(*) from epro.promotion where by = 'bob'"
          + " and reason = 'amendment 3' and added = 5")).isEqualTo(1);
      assertThat(trial.count("select count(*) from epro.promotion_rejection"
          + " where before ->> 'patient_id' = 'P-7'")).isEqualTo(TOO_FAST);
      var books = trial.reconcile("--deep", "--json");
      assertThat(books.kinds()).as(books.out()).isEmpty();
      assertThat(trial.run(new ReplayCommand(), List.of("promote"), "--name", "loose", "--reason",
          "again").exit()).isEqualTo(2);
    }
  }

  @Test
  void aDictionaryThatWasCorrectedMakesDrugsKnown() throws Exception {
    try (var trial = new Trial(directory)) {
      var drugs = Files.writeString(directory.resolve("drugs.csv"),
          "drugId,name,atc\nN02BE01,Paracetamol,N02BE01\n");
      assertThat(trial.run(new DrugsCommand(), List.of("load"), drugs.toString()).exit()).isZero();
      assertThat(replay(trial, "--name", "known").exit()).isZero();
      var diff = trial.run(new ReplayCommand(), List.of("diff"), "--name", "known",
          "--show-patients", "--format", "JSON");
      int withDrugs = Trial.STORED - 1;
      assertThat(diff.json().get("changed").asInt()).isEqualTo(withDrugs);
      assertThat(diff.json().get("changedByColumn").get("unknown_drugs").asInt())
          .isEqualTo(withDrugs);
      assertThat(diff.out()).contains("Paracetamol", "P-1");
      assertThat(trial.run(new ReplayCommand(), List.of("promote"), "--name", "known", "--reason",
          "new dictionary").exit()).isZero();
      assertThat(trial.count("select count(*) from epro.report_medication where known"
          + " and name = 'Paracetamol'")).isEqualTo(withDrugs);
      assertThat(trial.count("select count(*) from epro.promotion_report where kind = 'changed'"
          + " and before ->> 'unknown_drugs' = '1'")).isEqualTo(withDrugs);
      assertThat(trial.reconcile("--deep").exit()).isZero();
      assertThat(diff(trial, "known").exit()).as("taken over").isZero();
    }
  }

  @Test
  void rowsThatAFaultyEnrichmentWroteAreMended() throws Exception {
    try (var trial = new Trial(directory)) {
      trial.sql("update epro.report set unknown_drugs = 0, medications = jsonb_set(jsonb_set("
          + "medications, '{0,known}', 'true'), '{0,name}', '\"another drug\"')"
          + " where source_partition = 0 and source_offset between 5 and 9");
      assertThat(trial.reconcile("--deep").exit()).as("what the dictionary says is not compared")
          .isZero();
      assertThat(replay(trial, "--name", "mended", "--partitions", "0").exit()).isZero();
      var diff = diff(trial, "mended");
      assertThat(diff.json().get("changed").asInt()).isEqualTo(5);
      assertThat(diff.json().get("changedByColumn").get("medications").asInt()).isEqualTo(5);
      assertThat(trial.run(new ReplayCommand(), List.of("promote"), "--name", "mended",
          "--reason", "version 7 took one drug for another").exit()).isZero();
      assertThat(trial.count("select count(*) from epro.report_medication"
          + " where name = 'another drug'")).isZero();
      assertThat(trial.reconcile("--deep").exit()).isZero();
    }
  }

  @Test
  void rowsThatARestoreLostAreGivenBackAndCountedOnce() throws Exception {
    try (var trial = new Trial(directory)) {
      trial.sql("delete from epro.report where source_offset between 3 and 9");
      trial.sql("delete from epro.rejection where reasons -> 0 ->> 'code' = 'malformed_json'");
      var damaged = trial.reconcile("--json");
      assertThat(damaged.kinds()).contains("reports_differ", "rejections_differ");
      int lost = damaged.json().get("total").get("stored").asInt()
          - damaged.json().get("total").get("reports").asInt();
      assertThat(replay(trial, "--name", "again").exit()).isZero();
      assertThat(diff(trial, "again").json().get("added").asInt()).isEqualTo(lost).isPositive();
      assertThat(trial.run(new ReplayCommand(), List.of("promote"), "--name", "again", "--reason",
          "table restored from the day before").exit()).isZero();
      var books = trial.reconcile("--deep", "--json");
      assertThat(books.kinds()).as(books.out()).isEmpty();
      assertThat(books.json().get("total").get("stored").asInt()).isEqualTo(Trial.STORED);
      assertThat(books.json().get("total").get("duplicate").asInt()).isEqualTo(Trial.DUPLICATE);
      assertThat(diff(trial, "again").exit()).isZero();
    }
  }

  @Test
  void boundsPartitionsAndPatientsNarrowItAndDroppingForgetsIt() throws Exception {
    try (var trial = new Trial(directory)) {
      var patients = Files.writeString(directory.resolve("patients.txt"), "P-3\n\nP-2\n");
      assertThat(replay(trial, "--name", "some", "--patients", patients.toString()).exit())
          .isZero();
      assertThat(trial.count("select count(distinct patient_id) from replay_some.report"))
          .isEqualTo(2);
      assertThat(diff(trial, "some").exit()).isZero();
      assertThat(replay(trial, "--name", "part", "--partitions", "0", "--from", "2", "--to", "0:12")
          .exit()).isZero();
      assertThat(trial.count("select count(*) from replay_part.report")).isEqualTo(10);
      assertThat(trial.count("select sum(next_offset - first_offset) from replay_part.ledger"))
          .isEqualTo(10);
      assertThat(diff(trial, "part").exit()).isZero();
      var listed = trial.run(new ReplayCommand(), List.of("list"), "--json").json();
      assertThat(listed).hasSize(2);
      assertThat(listed.get(1).get("done").asInt()).isEqualTo(10);
      assertThat(listed.get(1).has("completedAt")).isTrue();
      assertThat(replay(trial, "--name", "part", "--from", "0").exit()).isNotZero();
      assertThat(replay(trial, "--name", "part", "--partitions", "0", "--from", "2", "--to", "0:12")
          .exit()).as("the same again").isZero();
      assertThat(replay(trial, "--name", "part").exit()).as("complete already").isZero();
      assertThat(trial.run(new ReplayCommand(), List.of("drop"), "--name", "part").exit()).isZero();
      assertThat(trial.count("select count(*) from pg_namespace where nspname = 'replay_part'"))
          .isZero();
      assertThat(trial.run(new ReplayCommand(), List.of("list"), "--json").json()).hasSize(1);
      assertThat(trial.reconcile("--deep").exit()).isZero();
    }
  }

  private static Trial.Said replay(Trial trial, String... arguments) {
    return trial.run(new ReplayCommand(), arguments);
  }

  private static Trial.Said diff(Trial trial, String name) {
    return trial.run(new ReplayCommand(), new ArrayList<>(List.of("diff")), "--name", name,
        "--format", "JSON");
  }
}
