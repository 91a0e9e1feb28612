package io.epro.e2e;

import static org.awaitility.Awaitility.await;

import io.epro.e2e.load.Nonsense;
import io.epro.local.fixture.SlowLink;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** What an alert is for, done to a system that works; and how it is put right. */
interface AlertFault {
  /** By the alert's name. */
  Map<String, AlertFault> ALL = new TreeMap<>(Map.of(
      "EproReportsLost", AlertFault::reportsDeletedUnread,
      "EproNoneRuns", AlertFault::allKilled,
      "EproGatewayRefuses", AlertFault::brokerKilled,
      "EproProcessorWaits", AlertFault::databaseKilled,
      "EproInstanceDown", AlertFault::oneOfTwoKilled,
      "EproBacklog", AlertFault::databaseSlow,
      "EproGroupSetBack", AlertFault::databaseOlder,
      "EproRejectsOfOurs", AlertFault::validReportsRefused,
      "EproRejectsMany", AlertFault::nonsenseSent,
      "EproCertificateEnds", AlertFault::certificateEndsSoon));

  /** @return how it is put right */
  Mending begin(WatchedSystem watched) throws Exception;

  /** Ends a fault. */
  interface Mending { void now() throws Exception; }

  private static Mending reportsDeletedUnread(WatchedSystem watched) throws Exception {
    var rig = watched.rig();
    watched.startProcessor(rig.anotherTrial().processorSettings()); // ours is not missed meanwhile
    watched.retire(watched.processor());
    rig.awaitAcknowledgements(watched.load());
    var all = IntStream.range(0, Ground.PARTITIONS).boxed().collect(Collectors.toMap(
        partition -> new TopicPartition(rig.names().raw(), partition),
        partition -> RecordsToDelete.beforeOffset(-1))); // all that are there
    rig.awaitAcknowledgements(watched.load());
    try (var admin = Admin.create(
        Map.of("bootstrap.servers", rig.system().kafka().bootstrapServers()))) {
      admin.deleteRecords(all).all().get(30, TimeUnit.SECONDS);
    }
    watched.recall(watched.processor());
    return () -> sql(watched, "delete from %s.ledger_hole");
  }

  private static Mending allKilled(WatchedSystem watched) {
    watched.rig().kill(watched.gateway());
    watched.rig().kill(watched.processor());
    return () -> {
      watched.gateway().start();
      watched.processor().start();
    };
  }

  private static Mending brokerKilled(WatchedSystem watched) {
    watched.rig().system().kafka().kill();
    return () -> watched.rig().system().kafka().start();
  }

  private static Mending databaseKilled(WatchedSystem watched) throws Exception {
    watched.rig().system().postgres().kill();
    return () -> watched.rig().system().postgres().start();
  }

  private static Mending oneOfTwoKilled(WatchedSystem watched) throws Exception {
    var second = watched.startProcessor(Map.of());
    watched.rig().awaitWork(second);
    watched.rig().kill(second);
    return second::start;
  }

  /** A processor that stores a few rows a second, and more reports than that. */
  private static Mending databaseSlow(WatchedSystem watched) throws Exception {
    var rig = watched.rig();
    var postgres = rig.system().postgres();
    var link = new SlowLink(postgres.port(), rig.seed());
    var slow = watched.startProcessor(Map.of("processor.threads", "1",
        "processor.batch.max-rows", "20", "processor.postgres.url", postgres.jdbcUrl()
            .replace(":" + postgres.port() + "/", ":" + link.port() + "/")));
    rig.awaitWork(slow);
    watched.retire(watched.processor());
    link.weather(Duration.ofMillis(150), 0);
    var flood = rig.loadOnTopic(1_500);
    return () -> {
      flood.close();
      link.weather(Duration.ZERO, 0);
    };
  }

  /** What a restored backup leaves, without the outage in between. */
  private static Mending databaseOlder(WatchedSystem watched) throws Exception {
    sql(watched, "create table %1$s.before as select * from %1$s.ledger");
    watched.rig().progress().awaitEverywhere();
    sql(watched, """
        do $$ begin
          lock table %1$s.ledger in exclusive mode;
          delete from %1$s.report r using %1$s.before b
            where r.source_partition = b.partition and r.source_offset >= b.next_offset;
          delete from %1$s.rejection r using %1$s.before b
            where r.source_partition = b.partition and r.source_offset >= b.next_offset;
          update %1$s.ledger l set next_offset = b.next_offset, stored = b.stored,
            duplicate = b.duplicate, rejected = b.rejected, skipped = b.skipped, erased = b.erased
            from %1$s.before b where l.partition = b.partition;
        end $$
        """);
    return () -> {}; // it mends itself
  }

  private static Mending validReportsRefused(WatchedSystem watched) throws Exception {
    sql(watched, "alter table %s.report add constraint another_view"
        + " check (heart_rate is null or heart_rate <> 77) not valid");
    return () -> sql(watched, "alter table %s.report drop constraint another_view");
  }

  private static Mending nonsenseSent(WatchedSystem watched) {
    var rig = watched.rig();
    var nonsense = rig.with(new Nonsense(rig.system().kafka().bootstrapServers(),
        rig.names().raw(), 100)).start();
    return nonsense::close;
  }

  private static Mending certificateEndsSoon(WatchedSystem watched) throws Exception {
    Path folder = Objects.requireNonNull(watched.gateway().log().getParent());
    var authority = new Authority();
    var soon = authority.issue(folder, "gateway", Instant.now().plus(Duration.ofDays(5)));
    watched.startGateway(Map.of("gateway.tls.key", soon.key().toString(),
        "gateway.tls.certificates", soon.certificates().toString(),
        "gateway.tls.reload-interval", "1s"));
    return () -> authority.issue(folder, "gateway", Instant.now().plus(Duration.ofDays(90)));
  }

  private static void sql(WatchedSystem watched, String statement) throws SQLException {
    var rig = watched.rig();
    await("the statement is done").atMost(Rig.PATIENCE).until(() -> {
      try (var connection = rig.system().postgres().connectAsSuperuser();
          var done = connection.createStatement()) {
        done.execute(statement.formatted(rig.names().schema()));
        return true;
      }
    });
  }
}
