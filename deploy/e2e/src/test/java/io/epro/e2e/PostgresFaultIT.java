package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.fixture.PostgresProxy;
import io.epro.local.fixture.SlowLink;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.Trees;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What can go wrong on Postgres' side while reports flow. Always the same is expected: the processor
 * waits, says so and what to do, rejects nothing for it, and goes on by itself, without a restart.
 */
@Tag("fault")
class PostgresFaultIT {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration MOMENT = Duration.ofMillis(800);
  private static final Duration A_WHILE = Duration.ofSeconds(5);
  private static final long REPORTS = 15_000;
  private static final double PER_SECOND = 1_000;
  /** Shorter than the faults, so that the pipeline also pauses and resumes. */
  private static final Map<String, String> SETTINGS = Map.of("processor.sink.block-limit", "2s");

  private interface Fault {
    /** @return what has to be done to end it */
    End begin(Rig rig, Stranger stranger) throws Exception;
  }

  private interface End { void now() throws Exception; }

  @Test
  void killed() throws Exception {
    play("Postgres killed", "Postgres is away", A_WHILE, (rig, stranger) -> {
      rig.system().postgres().kill();
      return () -> rig.system().postgres().start();
    });
  }

  @Test
  void frozen() throws Exception {
    play("Postgres frozen for 35 s", "Postgres is away", Duration.ofSeconds(35),
        (rig, stranger) -> {
          rig.system().postgres().freeze();
          return () -> rig.system().postgres().thaw();
        });
  }

  @Test
  void readOnly() throws Exception {
    play("Postgres read-only", "only reads", A_WHILE, (rig, stranger) -> {
      stranger.does("alter system set default_transaction_read_only = on",
          "select pg_reload_conf()");
      return () -> stranger.does("alter system reset default_transaction_read_only",
          "select pg_reload_conf()");
    });
  }

  @Test
  void aStandby() throws Exception {
    play("Postgres a standby, then promoted", "only reads", A_WHILE, (rig, stranger) -> {
      var postgres = rig.system().postgres();
      postgres.stop();
      Files.createFile(postgres.data().resolve("standby.signal"));
      postgres.start();
      return () -> stranger.does("select pg_promote()");
    });
  }

  @Test
  void outOfConnections() throws Exception {
    play("Postgres out of connections", "no connection left", A_WHILE, (rig, stranger) -> {
      stranger.takeConnections();
      return stranger::close;
    });
  }

  @Test
  void statementsTimeOut() throws Exception {
    play("statement_timeout of 1 ms", "raise it for this user", A_WHILE, (rig, stranger) -> {
      stranger.does("alter role epro set statement_timeout = 1");
      stranger.endSessions();
      return () -> stranger.does("alter role epro reset statement_timeout");
    });
  }

  @Test
  void diskFull() throws Exception {
    try (var disk = SmallDisk.mounted(256)) {
      Rig.play("Postgres' disk full", SETTINGS, rig -> {
        var stranger = new Stranger(rig.system().postgres());
        stranger.does("create tablespace small location '" + disk.directory() + "'",
            "grant create on tablespace small to epro",
            "alter role epro set default_tablespace = 'small'",
            "alter role epro set temp_tablespaces = 'small'");
        var processor = rig.startProcessor();
        var load = rig.loadOnTopic(PER_SECOND);
        rig.awaitWork(processor);
        disk.fill();
        rig.awaitSays(processor, "make room");
        rig.awaitMoment(processor, A_WHILE);
        assertThat(processor.ready()).as("ready without room").isFalse();
        disk.clear();
        rig.progress().recovers("Postgres' disk full", LIMIT);
        rig.settle(load, REPORTS);
        rig.assertLivesOn(processor);
        rig.stop(processor);
        stranger.does("alter role epro reset default_tablespace",
            "alter role epro reset temp_tablespaces",
            "drop schema " + rig.names().schema() + " cascade", "checkpoint",
            "drop tablespace small");
      });
    }
  }

  /** The server panics, and cannot start again until there is room. */
  @Test
  void diskOfTheLogFull() throws Exception {
    try (var disk = SmallDisk.mounted(512)) {
      Rig.play("the disk of Postgres' log full", SETTINGS, rig -> {
        var postgres = rig.system().postgres();
        postgres.stop();
        var log = postgres.data().resolve("pg_wal");
        var aside = log.resolveSibling("pg_wal.aside");
        Rig.copyTree(log, disk.directory().resolve("wal"));
        Files.move(log, aside);
        Files.createSymbolicLink(log, disk.directory().resolve("wal"));
        postgres.start();
        var processor = rig.startProcessor();
        var load = rig.loadOnTopic(PER_SECOND);
        rig.awaitWork(processor);
        disk.fill();
        await("Postgres ends").atMost(Rig.PATIENCE).until(() -> !beginsNextFile(postgres));
        rig.awaitSays(processor, "Postgres is away");
        disk.clear();
        postgres.start();
        rig.progress().recovers("the disk of Postgres' log full: panic, room made, started", LIMIT);
        rig.settle(load, REPORTS);
        rig.assertLivesOn(processor);
        rig.stop(processor);
        postgres.stop();
        Files.delete(log);
        Rig.copyTree(disk.directory().resolve("wal"), log);
        Trees.delete(aside);
        postgres.start();
      });
    }
  }

  /** Has it begin the next file of its log. @return whether it still runs */
  private static boolean beginsNextFile(LocalPostgres postgres) throws Exception {
    try {
      new Stranger(postgres).does("select pg_switch_wal()");
    } catch (SQLException e) {
      // it panics, or tries to recover
    }
    return postgres.process().alive();
  }

  @Test
  void deadlocked() throws Exception {
    Rig.play("Postgres deadlocked by others", Map.of(), rig -> {
      try (var stranger = new Stranger(rig.system().postgres())) {
        var processor = rig.startProcessor();
        var load = rig.loadOnTopic(PER_SECOND);
        rig.awaitWork(processor);
        await("books of every partition").atMost(Rig.PATIENCE)
            .until(() -> rig.progress().nextOffsets().containsKey(11));
        stranger.deadlock(rig.names().schema(), processor);
        rig.progress().recovers("transactions deadlocked by others' (40P01)", LIMIT);
        rig.settle(load, REPORTS);
        rig.assertLivesOn(processor);
      }
    });
  }

  @Test
  void restartedInMidCopy() throws Exception {
    Rig.play("Postgres restarted in mid-COPY", SETTINGS, rig -> {
      try (var proxy = PostgresProxy.before(rig.system().postgres().jdbcUrl())) {
        var processor = rig.startProcessor(Map.of("processor.postgres.url", proxy.jdbcUrl()));
        var load = rig.loadOnTopic(PER_SECOND);
        rig.awaitWork(processor);
        var copy = proxy.holdCopy(1_000);
        await("a COPY under way").atMost(Rig.PATIENCE).until(copy::taken);
        rig.system().postgres().stop();
        rig.system().postgres().start();
        copy.release();
        rig.progress().recovers("Postgres restarted in mid-COPY", LIMIT);
        rig.settle(load, REPORTS);
        rig.assertLivesOn(processor);
      }
    });
  }

  @Test
  void slow() throws Exception {
    Rig.play("a slow network before Postgres", SETTINGS, rig -> {
      var postgres = rig.system().postgres();
      try (var link = new SlowLink(postgres.port(), rig.seed())) {
        var processor = rig.startProcessor(Map.of("processor.postgres.url", postgres.jdbcUrl()
            .replace(":" + postgres.port() + "/", ":" + link.port() + "/")));
        var load = rig.loadOnTopic(PER_SECOND);
        rig.awaitWork(processor);
        link.weather(Duration.ofMillis(25), 0.01);
        rig.progress().recovers("Postgres 50 ms away, 1 % loss", LIMIT);
        rig.settle(load, REPORTS);
        rig.assertLivesOn(processor);
        assertThat(Files.readString(processor.log())).doesNotContain("Giving up a batch");
      }
    });
  }

  private static void play(String name, String says, Duration lasts, Fault fault)
      throws Exception {
    Rig.play(name, SETTINGS, rig -> {
      try (var stranger = new Stranger(rig.system().postgres())) {
        var processor = rig.startProcessor();
        var load = rig.loadOnTopic(PER_SECOND);
        rig.awaitWork(processor);
        rig.progress().awaitEverywhere();
        rig.awaitRandomMoment(processor, MOMENT);
        long begin = System.nanoTime();
        var end = fault.begin(rig, stranger);
        try {
          rig.awaitSays(processor, says);
          rig.awaitMoment(processor, lasts.minusNanos(System.nanoTime() - begin));
        } finally {
          end.now();
        }
        rig.progress().recovers(name, LIMIT);
        rig.settle(load, REPORTS);
        rig.assertLivesOn(processor);
        assertThat(rig.rejoins(processor)).as("rejoins by thread").isNotEmpty()
            .allSatisfy((thread, times) -> assertThat(times).isEqualTo(1));
      }
    });
  }
}
