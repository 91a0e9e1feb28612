package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Second chances, on the real broker and database. */
class RedriveIT {
  private static final String TRACE = "4bf92f35-77b3-4da6-a3ce-929d0e0e4736";
  private static final int TOO_FAST = 5;

  /** A trial with some hearts that beat faster than the rules allow. */
  private static Trial trial(Path directory) throws Exception {
    var trial = new Trial(directory);
    for (int i = 0; i < TOO_FAST; i++) {
      trial.pipeline().topics().publishWithId(i % 2, "P-7", UUID.randomUUID(),
          Samples.report("P-7", i).replace("\"heartRate\":72", "\"heartRate\":310"));
    }
    trial.awaitRejected(Trial.REJECTED + TOO_FAST);
    return trial;
  }

  private static Trial.Said redrive(Trial trial, String... arguments) {
    return trial.run(new RedriveCommand(), arguments);
  }

  @Test
  void whatPassesNowIsStoredAndItsHistoryTellsSo(@TempDir Path directory) throws Exception {
    try (var trial = trial(directory)) {
      trial.pipeline().stop();
      trial.sql("update epro.rejection set trace_id = '" + TRACE + "' where source_offset > 0");
      trial.pipeline().set("processor.rules.heart-rate-max", "320").start().awaitReady();
      var dry = redrive(trial, "--code", "out_of_range", "--dry-run", "--json");
      assertThat(dry.json().get("open").asInt()).isEqualTo(TOO_FAST);
      assertThat(dry.json().get("groups")).hasSize(2);
      var said = redrive(trial, "--code", "out_of_range", "--yes", "--json", "--by", "ann");
      assertThat(said.exit()).as(said.out()).isZero();
      assertThat(said.json().get("redriven").asInt()).isEqualTo(TOO_FAST);
      assertThat(trial.reconcile("--wait", "30s", "--deep").exit()).isZero();
      assertThat(trial.count("select count(*) from epro.rejection_history where outcome = 'stored'"
          + " and state = 'redriven' and attempt = 1 and closed_by = 'ann'")).isEqualTo(TOO_FAST);
      assertThat(trial.count("select count(*) from epro.report where heart_rate = 310"))
          .isEqualTo(TOO_FAST);
      assertThat(trial.count("select count(*) from epro.report where heart_rate = 310"
          + " and trace_id = '" + TRACE + "'")).as("in the trace of before").isEqualTo(TOO_FAST);
      assertThat(redrive(trial, "--code", "out_of_range").out())
          .contains("No open rejection is meant.");
    }
  }

  @Test
  void aReportGetsSoManyChancesAndNoMore(@TempDir Path directory) throws Exception {
    try (var trial = trial(directory)) {
      for (int chance = 1; chance <= 2; chance++) {
        assertThat(redrive(trial, "--max-attempts", "2", "--yes").exit()).isZero();
        assertThat(trial.reconcile("--wait", "30s", "--deep").exit()).isZero();
      }
      var dry = redrive(trial, "--max-attempts", "2", "--dry-run", "--json");
      assertThat(dry.exit()).isEqualTo(1);
      assertThat(dry.json().get("exhausted").asInt()).isEqualTo(Trial.REJECTED + TOO_FAST);
      var said = redrive(trial, "--max-attempts", "2", "--yes", "--json");
      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.json().get("redriven").asInt()).isZero();
      assertThat(said.json().get("exhausted").asInt()).isEqualTo(Trial.REJECTED + TOO_FAST);
      assertThat(trial.count("select count(*) from epro.rejection_history"
          + " where outcome = 'rejected'")).isEqualTo(2L * (Trial.REJECTED + TOO_FAST));
      assertThat(trial.count("select count(*) from epro.rejection where state = 'open'"))
          .isEqualTo(Trial.REJECTED + TOO_FAST);
    }
  }

  @Test
  void whoIsDiscardedGetsNoMoreChances(@TempDir Path directory) throws Exception {
    try (var trial = trial(directory)) {
      assertThat(trial.run(new DiscardCommand(), "--reason", "all of them").exit()).isNotZero();
      assertThat(trial.run(new DiscardCommand(), "--patient", "P-7", "--reason", "test phones",
          "--yes").out()).contains("5 rejections discarded.");
      assertThat(redrive(trial, "--dry-run", "--json").json().get("open").asInt())
          .isEqualTo(Trial.REJECTED);
      assertThat(trial.count("select count(*) from epro.rejection_history where state = 'discarded'"
          + " and closed_because = 'test phones' and outcome is null")).isEqualTo(TOO_FAST);
      assertThat(trial.reconcile("--deep").exit()).isZero();
    }
  }

  @Test
  void optionsNarrowIt(@TempDir Path directory) throws Exception {
    try (var trial = trial(directory)) {
      assertThat(open(trial, "--patient", "P-7")).isEqualTo(TOO_FAST);
      assertThat(open(trial, "--patient", "P-7", "--partition", "1")).isEqualTo(2);
      assertThat(open(trial, "--code", "out_of_range,malformed_json")).isEqualTo(TOO_FAST + 2);
      assertThat(open(trial, "--since", "1h")).isEqualTo(TOO_FAST + Trial.REJECTED);
      assertThat(open(trial, "--until", "1h")).isZero();
      assertThat(open(trial, "--since", "2100-01-01T00:00:00Z")).isZero();
      assertThat(open(trial, "--patient", "' or true --")).isZero();
      assertThat(open(trial, "--where", "patient=P-7", "--where", "partition=0")).isEqualTo(3);
    }
  }

  private static int open(Trial trial, String... options) {
    var words = new ArrayList<>(List.of("--dry-run", "--json"));
    words.addAll(List.of(options));
    return redrive(trial, words.toArray(String[]::new)).json().get("open").asInt();
  }
}
