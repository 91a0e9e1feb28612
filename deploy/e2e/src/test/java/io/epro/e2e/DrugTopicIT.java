package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.evidence.EvidenceReader;
import io.epro.e2e.load.DrugTopic;
import io.epro.e2e.load.Load;
import io.epro.local.system.Launch;
import io.epro.local.system.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A dictionary that is empty, huge, full of garbage, growing, deleted. No report waits for what it lacks,
 * and none is lost for it.
 */
@Tag("fault")
class DrugTopicIT {
  /** The one that every report of the load names. */
  private static final String TAKEN = "N02BE01";
  private static final int HUGE = 400_000;
  private static final int MORE = 20_000;
  private static final int PER_MILLI = 2;
  private static final int OUT_OF_MEMORY = 3;

  @Test
  void anEmptyDictionaryHoldsNothingUpAndServesFromItsFirstDrugOn() throws Exception {
    play("an empty dictionary", (rig, drugs) -> {
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(500);
      rig.awaitWork(processor);
      assertThat(stored(rig, "unknown_drugs = 0")).isZero();

      drugs.put(TAKEN, "Paracetamol");
      drugs.flush();
      long begin = System.nanoTime();
      awaitNamed(rig, "Paracetamol");
      rig.progress().recovered("the first drug of an empty dictionary",
          Duration.ofNanos(System.nanoTime() - begin), Duration.ofSeconds(5));

      rig.settle(load, 3_000);
      assertThat(stored(rig, "unknown_drugs > 0")).isPositive();
    });
  }

  @Test
  void aHugeDictionaryIsReadWholeBeforeTheFirstReportAndOneTooHugeEndsLoudly() throws Exception {
    play("a huge dictionary", (rig, drugs) -> {
      for (int i = 0; i < HUGE; i++) {
        drugs.put("drug-" + i, "Name of drug " + i);
      }
      drugs.put(TAKEN, "Paracetamol"); // the last to be read
      drugs.flush();
      var load = rig.loadOnTopic(500);

      var small = rig.startProcessor(Map.of(), Launch.withJvm("-Xms32m", "-Xmx32m"));
      assertThat(small.process().waitFor(Rig.PATIENCE)).as("it ends by itself").isTrue();
      assertThat(small.process().exitCode()).hasValue(OUT_OF_MEMORY);

      var processor = rig.startProcessor();
      long begin = System.nanoTime();
      rig.awaitWork(processor);
      rig.progress().recovered("the start with " + HUGE + " drugs",
          Duration.ofNanos(System.nanoTime() - begin), Duration.ofSeconds(60));
      rig.settle(load, 3_000);
      assertThat(Metric.DRUGS.of(processor)).isEqualTo(HUGE + 1);
      assertThat(stored(rig, "unknown_drugs > 0")).as("stored without their drug").isZero();
    });
  }

  @Test
  void garbageInTheDictionaryLeavesWhatWasKnownAndIsCounted() throws Exception {
    play("garbage in the dictionary", (rig, drugs) -> {
      drugs.put(TAKEN, "Paracetamol");
      int bad = drugs.garbage(TAKEN, 2_000);
      drugs.flush();
      var load = rig.loadOnTopic(500);
      var processor = rig.startProcessor();
      rig.awaitWork(processor);
      assertThat(Metric.BAD_DRUGS.of(processor)).as("of the start").isEqualTo(bad);

      int more = drugs.garbage(TAKEN, 2_000);
      drugs.put("last", "Last");
      drugs.flush();
      await("all of it is read").atMost(Rig.PATIENCE)
          .until(() -> Metric.DRUGS.of(processor) == 2);
      rig.progress().recovers("garbage in the dictionary", Duration.ofSeconds(15));
      rig.settle(load, 3_000);

      assertThat(Metric.BAD_DRUGS.of(processor)).isEqualTo(bad + more);
      assertThat(stored(rig, "unknown_drugs > 0")).as("stored without their drug").isZero();
      assertLinesOfWarning(processor);
    });
  }

  @Test
  void aDrugWhoseRecordHasNoTimeEndsNothing() throws Exception {
    play("a drug without a time", (rig, drugs) -> {
      drugs.putWithoutTime("before", "Before");
      drugs.put(TAKEN, "Paracetamol");
      drugs.flush();
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(500);
      rig.awaitWork(processor);
      drugs.putWithoutTime("after", "After");
      drugs.flush();
      await("all are known").atMost(Rig.PATIENCE)
          .until(() -> Metric.DRUGS.of(processor) == 3);
      assertRunning(rig, load, processor);
      assertThat(stored(rig, "unknown_drugs > 0")).as("stored without their drug").isZero();
    });
  }

  @Test
  void aDictionaryThatGrowsUnderLoadHoldsNothingUp() throws Exception {
    play("a growing dictionary", (rig, drugs) -> {
      drugs.put(TAKEN, "Paracetamol");
      drugs.flush();
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(1_000);
      rig.awaitWork(processor);
      rig.progress().awaitEverywhere();
      try (var pauses = rig.watchPauses()) {
        for (int i = 0; i < MORE; i++) {
          drugs.put("new-" + i, "New drug " + i);
          drugs.put(TAKEN, "Paracetamol " + i);
          if (i % PER_MILLI == 0) {
            rig.awaitMoment(processor, Duration.ofMillis(1));
          }
        }
        drugs.flush();
        assertThat(pauses.longest().getLast()).as("longest standstill of a partition")
            .isLessThan(Duration.ofSeconds(5));
      }
      await("all are known").atMost(Rig.PATIENCE)
          .until(() -> Metric.DRUGS.of(processor) == MORE + 1);
      awaitNamed(rig, "Paracetamol " + (MORE - 1));
      rig.settle(load, 8_000);
      assertThat(stored(rig, "unknown_drugs > 0")).as("stored without their drug").isZero();
    });
  }

  @Test
  void aDictionaryMadeAnewIsReadAnew() throws Exception {
    madeAnew("shorter", 0);
  }

  /** Where one goes on reading at the old offset, nothing fails and drugs are missing. */
  @Test
  void aDictionaryMadeAnewThatIsLongerIsReadAnew() throws Exception {
    madeAnew("longer", 1_000);
  }

  private static void madeAnew(String than, int more) throws Exception {
    play("a dictionary made anew, " + than, (rig, drugs) -> {
      drugs.put(TAKEN, "Paracetamol");
      drugs.put("gone", "Gone");
      drugs.flush();
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(500);
      rig.awaitWork(processor);

      drugs.makeAnew();
      drugs.put(TAKEN, "Acetaminophen");
      for (int i = 0; i < more; i++) {
        drugs.put("new-" + i, "New drug " + i);
      }
      drugs.flush();
      long begin = System.nanoTime();
      awaitNamed(rig, "Acetaminophen");
      rig.progress().recovered("the dictionary deleted and made anew, " + than,
          Duration.ofNanos(System.nanoTime() - begin), Duration.ofSeconds(45));
      assertRunning(rig, load, processor);
      assertThat(Metric.DRUGS.of(processor)).as("what is not in the new one is gone")
          .isEqualTo(1 + more);
      assertThat(stored(rig, "unknown_drugs > 0")).as("stored without their drug").isZero();
    });
  }

  /** Rows of which that is true. */
  private static long stored(Rig rig, String condition) throws SQLException {
    return new EvidenceReader(rig.system(), rig.names())
        .number("select count(*) from %1$s.report where " + condition);
  }

  private static void awaitNamed(Rig rig, String name) {
    await("a report with " + name).atMost(Rig.PATIENCE).pollInterval(Duration.ofMillis(100))
        .until(() -> stored(rig, "medications @> '[{\"name\":\"" + name + "\"}]'") > 0);
  }

  /** That garbage does not fill the log. */
  private static void assertLinesOfWarning(Program processor) throws IOException {
    try (var lines = Files.lines(processor.log())) {
      assertThat(lines.filter(line -> line.contains("bad record in the drugs topic")).count())
          .isBetween(1L, 60L);
    }
  }

  private static void assertRunning(Rig rig, Load load, Program processor) throws Exception {
    rig.progress().awaitEverywhere();
    rig.settle(load, 3_000);
    rig.assertLivesOn(processor);
  }

  /** What happens to a system whose dictionary is its own. */
  private interface Scenario {
    void play(Rig rig, DrugTopic drugs) throws Exception;
  }

  private static void play(String name, Scenario scenario) throws Exception {
    var topic = "drugs." + Long.toHexString(System.nanoTime());
    Rig.play(name, Map.of("processor.topics.drugs", topic), rig -> {
      try (var drugs = DrugTopic.create(rig.system().kafka().bootstrapServers(), topic)) {
        scenario.play(rig, drugs);
      }
    });
  }
}
