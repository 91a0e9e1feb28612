package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.evidence.EvidenceReader;
import io.epro.local.system.ProgramSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code erase} killed with SIGKILL at random moments, while its patients report, and run again until it ends. */
@Tag("fault")
class EraseKilledIT {
  private static final int PATIENTS = 4;
  private static final int KILLS = 3;
  private static final int REPORTS = 40_000;
  /** From a JVM's start to about the end of the work. */
  private static final int LATEST_MILLIS = 2_000;

  @Test
  void anErasureThatWasKilledIsFinishedByTheNext(@TempDir Path directory) throws Exception {
    Rig.play("erase killed", Map.of(), rig -> {
      var first = rig.startProcessor();
      rig.startProcessor();
      var load = rig.loadOnTopic(2_000);
      rig.awaitWork(first);
      rig.progress().awaitBeyond(4_000);
      var settings = new HashMap<>(ProgramSettings.processor(0,
          rig.system().kafka().bootstrapServers(), rig.system().postgres().jdbcUrl()));
      settings.putAll(rig.names().processorSettings());
      var random = new Random(rig.seed());
      var reader = new EvidenceReader(rig.system(), rig.names());
      var patients = patients(rig);
      for (var patient : patients) {
        for (int kill = 0; kill < KILLS; kill++) {
          var tool = Tool.start(directory, settings, erase(patient));
          tool.waitFor(Duration.ofMillis(300 + random.nextInt(LATEST_MILLIS)));
          tool.kill();
        }
        assertThat(Tool.run(0, directory, settings, erase(patient))).contains("Erased:");
      }
      rig.settle(load, REPORTS, List.of());
      for (var patient : patients) {
        assertThat(reader.number("select count(*) from %1$s.report where patient_id = '" + patient
            + "'")).isZero();
      }
      assertThat(reader.number("select count(*) from %1$s.erasure where completed_at is not null"))
          .isEqualTo(PATIENTS);
      assertThat(reader.number("select sum(erased) from %1$s.ledger"))
          .isGreaterThan(reader.number("select sum(reports) from %1$s.erasure"));
      assertThat(Tool.run(0, directory, settings, "reconcile", "--deep", "--wait", "1m"))
          .contains("The books balance.", "of erased patients");
    });
  }

  private static String[] erase(String patient) {
    return new String[]{"erase", "--patient", patient, "--reason", "a test", "--yes"};
  }

  private static List<String> patients(Rig rig) throws Exception {
    var patients = new ArrayList<String>();
    try (var connection = rig.system().postgres().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select patient_id from " + rig.names().schema()
            + ".report group by patient_id order by count(*) desc limit " + PATIENTS)) {
      while (rows.next()) {
        patients.add(rows.getString(1));
      }
    }
    return patients;
  }
}
