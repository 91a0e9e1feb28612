package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.evidence.EvidenceReader;
import io.epro.local.system.ProgramSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay} killed with SIGKILL at random moments under a live load, and run again until it ends. */
@Tag("fault")
class ReplayKilledIT {
  private static final int KILLS = 4;
  private static final int REPORTS = 30_000;
  private static final String RATE = "4000";

  @Test
  void aReplayThatWasKilledEndsAsOneThatWasNot(@TempDir Path directory) throws Exception {
    Rig.play("replay killed", Map.of(), rig -> {
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(3_000);
      rig.awaitWork(processor);
      rig.progress().awaitBeyond(REPORTS);
      var settings = new HashMap<>(ProgramSettings.processor(0,
          rig.system().kafka().bootstrapServers(), rig.system().postgres().jdbcUrl()));
      settings.putAll(rig.names().processorSettings());
      var random = new Random(rig.seed());
      for (int kill = 0; kill < KILLS; kill++) {
        var tool = Tool.start(directory, settings, "replay", "--name", "killed", "--max-rate",
            RATE);
        tool.waitFor(Duration.ofMillis(3_000 + random.nextInt(3_000)));
        tool.kill();
      }
      assertThat(Tool.run(0, directory, settings, "replay", "--name", "killed"))
          .contains("is complete");
      assertThat(Tool.run(0, directory, settings, "replay", "--name", "undisturbed", "--to",
          bounds(rig))).contains("is complete");
      rig.settle(load, REPORTS);
      assertThat(Tool.run(0, directory, settings, "replay", "diff", "--name", "killed"))
          .contains("identical");
      var reader = new EvidenceReader(rig.system(), rig.names());
      for (var table : List.of("report", "rejection")) {
        assertHoldsAll(reader, "replay_killed." + table, "replay_undisturbed." + table);
        assertHoldsAll(reader, "replay_undisturbed." + table, "replay_killed." + table);
      }
      assertThat(reader.number("select count(*) from replay_killed.report")).isGreaterThan(0);
      assertThat(Tool.run(0, directory, settings, "reconcile", "--deep", "--wait", "1m"))
          .contains("The books balance.");
    });
  }

  private static void assertHoldsAll(EvidenceReader reader, String table, String of)
      throws Exception {
    assertThat(
        reader.number("select count(*) from (select source_partition, source_offset from " + of
            + " except select source_partition, source_offset from " + table + ") missing"))
        .as("of " + of + " missing in " + table).isZero();
  }

  /** Of the replay that was killed. */
  private static String bounds(Rig rig) throws Exception {
    var bounds = new StringBuilder();
    try (var connection = rig.system().postgres().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select partition, to_offset from "
            + rig.names().schema() + ".replay_range where name = 'killed' order by partition")) {
      while (rows.next()) {
        bounds.append(bounds.isEmpty() ? "" : ",").append(rows.getInt(1)).append(':')
            .append(rows.getLong(2));
      }
    }
    return bounds.toString();
  }
}
