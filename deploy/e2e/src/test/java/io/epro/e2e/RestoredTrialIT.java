package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.evidence.EvidenceReader;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.Trees;
import io.epro.local.system.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;

/**
 * Another state of the database is put under a trial that runs: two processors, and reports that keep
 * coming. Postgres is the truth; what it has forgotten is read again from Kafka.
 */
@Tag("fault")
class RestoredTrialIT {
  private static final Duration LIMIT = Duration.ofSeconds(45);
  private static final double PER_SECOND = 800;
  private static final int HOLES = 3;

  private interface Scenario { void play(Rig rig, Program first, Program second) throws Exception; }

  @UnderBothProtocols
  void yesterdaysBackupIsRefilled(Protocol protocol) throws Exception {
    play("a backup restored, " + protocol, protocol, (rig, first, second) -> {
      var load = rig.loadOnTopic(PER_SECOND);
      rig.awaitWork(second);
      copy(rig);
      goesOn(rig);
      rig.system().postgres().stop();
      restore(rig);
      rig.system().postgres().start();
      rig.progress().recovers("Postgres restored from a backup, " + protocol, LIMIT);
      rig.settle(load, 15_000);
      assertThat(Metric.REWINDS.of(first) + Metric.REWINDS.of(second)).as("rewinds").isPositive();
      assertThat(Metric.LOST.of(first)).as("lost offsets").isZero();
    });
  }

  @UnderBothProtocols
  void anEmptyDatabaseBeginsItsBooksAnewAndIsRefilled(Protocol protocol) throws Exception {
    play("an empty database, " + protocol, protocol, (rig, first, second) -> {
      var load = rig.loadOnTopic(PER_SECOND);
      rig.awaitWork(second);
      goesOn(rig);
      rig.system().postgres().stop();
      Trees.delete(rig.system().postgres().data());
      rig.system().postgres().start();
      rig.progress().recovers("Postgres failed over to an empty database, " + protocol, LIMIT);
      rig.settle(load, 15_000);
      assertThat(Metric.LOST.of(first)).as("lost offsets").isZero();
    });
  }

  @UnderBothProtocols
  void whatTheTopicNoLongerHoldsIsAHoleThatIsShownAndTheRestGoesOn(Protocol protocol)
      throws Exception {
    play("a backup older than the topic, " + protocol, protocol, (rig, first, second) -> {
      var load = rig.loadOnTopic(PER_SECOND);
      rig.awaitWork(second);
      copy(rig);
      goesOn(rig);
      Map<Integer, Long> now = rig.progress().nextOffsets();
      rig.system().postgres().stop();
      deleteRecords(rig, now);
      restore(rig);
      rig.system().postgres().start();
      Map<Integer, Long> then = rig.progress().nextOffsets(); // no batch fits to it until the group is set back
      rig.progress().recovers(
          "Postgres restored, but the topic lacks some of what it needs, " + protocol,
          LIMIT);

      long lost = 0;
      for (int partition = 0; partition < HOLES; partition++) {
        lost += now.getOrDefault(partition, 0L) - then.getOrDefault(partition, 0L);
      }
      load.finish(15_000, Rig.PATIENCE);
      var reader = new EvidenceReader(rig.system(), rig.names());
      long end = reader.end();
      await("all is read").atMost(Rig.PATIENCE).until(() -> rig.progress().applied() == end);
      assertThat(reader.number("select count(*) from %s.ledger_hole")).isEqualTo(HOLES);
      assertThat(reader.number("select sum(to_offset - from_offset) from %s.ledger_hole"))
          .isEqualTo(lost);
      assertThat(reader.number("select sum(skipped) from %s.ledger")).isEqualTo(lost);
      assertThat(reader.number("select (select count(*) from %1$s.report)"
          + " + (select count(*) from %1$s.rejection) + (select sum(duplicate) from %1$s.ledger)"))
          .as("rows and duplicates").isEqualTo(end - lost);
      assertThat(load.sent().acknowledgedCount()).as("nothing else is lost").isEqualTo(end);

      rig.stop(first); // what is shown does not end with the process
      first.start();
      first.awaitReady();
      long expected = lost;
      await("the loss is shown").atMost(Rig.PATIENCE)
          .until(() -> Metric.LOST.of(first) == expected && Metric.LOST.of(second) == expected);
    });
  }

  private static void play(String name, Protocol protocol, Scenario scenario) throws Exception {
    var settings = new HashMap<>(protocol.settings());
    settings.put("processor.sink.block-limit", "2s");
    settings.put("processor.ledger-check-interval", "2s");
    Rig.play(name, settings, rig -> {
      var first = rig.startProcessor();
      first.awaitReady();
      var second = rig.startProcessor();
      scenario.play(rig, first, second);
      rig.assertLivesOn(first);
      rig.assertLivesOn(second);
    });
  }

  private static void goesOn(Rig rig) {
    long from = rig.progress().applied();
    while (rig.progress().applied() - from < 4_000) {
      rig.progress().awaitEverywhere();
    }
  }

  /** Stops Postgres for as long as it takes. */
  private static void copy(Rig rig) throws Exception {
    rig.progress().awaitEverywhere();
    LocalPostgres postgres = rig.system().postgres();
    postgres.stop();
    Rig.copyTree(postgres.data(), backup(postgres));
    postgres.start();
  }

  private static void restore(Rig rig) throws IOException {
    LocalPostgres postgres = rig.system().postgres();
    Trees.delete(postgres.data());
    Files.move(backup(postgres), postgres.data());
  }

  private static Path backup(LocalPostgres postgres) {
    return postgres.data().resolveSibling("backup");
  }

  private static void deleteRecords(Rig rig, Map<Integer, Long> before) throws Exception {
    var wanted = new HashMap<TopicPartition, RecordsToDelete>();
    for (int partition = 0; partition < HOLES; partition++) {
      wanted.put(new TopicPartition(rig.names().raw(), partition),
          RecordsToDelete.beforeOffset(before.getOrDefault(partition, 0L)));
    }
    try (var admin = Admin.create(
        Map.of("bootstrap.servers", rig.system().kafka().bootstrapServers()))) {
      admin.deleteRecords(wanted).all().get(30, TimeUnit.SECONDS);
    }
  }
}
