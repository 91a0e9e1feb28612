package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.local.fixture.PostgresProxy;
import io.epro.local.kafka.LocalKafka;
import io.epro.local.process.Trees;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One more processor, configured wrongly, beside one that works. It says what is wrong and takes no
 * partition, and the other goes on with all of them.
 */
@Tag("fault")
class WrongMemberIT {
  private static final String OTHER_DRUGS = "drugs.of.another";
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);
  /** In which a member would have been given partitions. */
  private static final Duration MOMENT = Duration.ofSeconds(3);

  /** @param says what its health must tell */
  private record Wrong(String fault, Map<String, String> settings, String says) {}

  @UnderBothProtocols
  void aProcessorThatIsConfiguredWronglySaysSoAndTakesNoPartition(Protocol protocol)
      throws Exception {
    Rig.play("wrong members, " + protocol, protocol.settings(), rig -> {
      var right = rig.startProcessor();
      var load = rig.loadOnTopic(500);
      rig.awaitWork(right);
      rig.progress().awaitEverywhere();
      prepareWrongPlaces(rig);
      for (var wrong : wrongs(rig, protocol)) {
        var member = rig.startProcessor(wrong.settings());
        rig.awaitSays(member, wrong.says());
        rig.awaitMoment(member, MOMENT);
        rig.progress().recovers("beside a member with " + wrong.fault() + " (" + protocol + ")",
            BACK_WITHIN);
        assertThat(right.ready()).as("the right one beside one with " + wrong.fault()).isTrue();
        assertThat(Metric.STORED.of(member)).as("stored with " + wrong.fault()).isZero();
        rig.stop(member);
      }
      rig.settle(load, 5_000);
      assertThat(right.awaitReady().process().alive()).isTrue();
    });
  }

  @Test
  void aProcessorAtAnotherClusterEndsSinceItsTopicHasAnotherId() throws Exception {
    var directory = Files.createTempDirectory("epro-other-kafka-");
    try (var other = new LocalKafka(directory, 0)) {
      other.start();
      Rig.play("a member at another cluster", Map.of(), rig -> {
        var right = rig.startProcessor();
        var load = rig.loadOnTopic(500);
        rig.awaitWork(right);
        rig.progress().awaitEverywhere();
        createTopics(other.bootstrapServers(), rig.names().raw(), rig.names().rejected(),
            "epro.drugs");

        var wrong = rig.startProcessor(
            Map.of("processor.kafka.bootstrap-servers", other.bootstrapServers()));
        assertThat(wrong.process().waitFor(Rig.PATIENCE)).as("it ends").isTrue();
        assertThat(wrong.process().exitCode()).hasValue(2);
        assertThat(Files.readString(wrong.log())).contains("the ledger was kept for topic");

        rig.progress().recovers("beside a member at another cluster", BACK_WITHIN);
        rig.settle(load, 5_000);
      });
    } finally {
      Trees.delete(directory);
    }
  }

  @UnderBothProtocols
  void aMemberThatCannotReachTheDatabaseLeavesItsPartitionsToTheOthersAndComesBack(
      Protocol protocol) throws Exception {
    var settings = new HashMap<>(protocol.settings());
    settings.put("processor.sink.block-limit", "2s");
    settings.put("processor.sink.leave-after", "3s");
    Rig.play("a member without its database, " + protocol, settings, rig -> {
      try (var proxy = PostgresProxy.before(rig.system().postgres().jdbcUrl())) {
        var member = rig.startProcessor(Map.of("processor.postgres.url", proxy.jdbcUrl()));
        var other = rig.startProcessor();
        var load = rig.loadOnTopic(800);
        rig.awaitWork(member);
        rig.awaitWork(other);
        rig.progress().awaitEverywhere();
        long pid = member.pid();

        proxy.refuse();
        rig.awaitSays(member, "Postgres");
        rig.progress().recovers("one member of two cut off from its database (" + protocol + ")",
            BACK_WITHIN);
        long before = Metric.STORED.of(member);
        proxy.allow();
        rig.awaitMoreWork(member, before);
        rig.progress().awaitEverywhere();

        rig.settle(load, 10_000);
        assertThat(member.awaitReady().pid()).isEqualTo(pid);
      }
    });
  }

  private static List<Wrong> wrongs(Rig rig, Protocol protocol) {
    var wrongs = new LinkedHashMap<String, Wrong>();
    add(wrongs, "a wrong database password", Map.of("processor.postgres.password", "wrong"),
        "Postgres refuses");
    add(wrongs, "another, empty database",
        Map.of("processor.postgres.url", anotherDatabase(rig)), "ahead of the database");
    add(wrongs, "a database user who may only read", Map.of("processor.postgres.user",
        reader(rig), "processor.postgres.password", "reads", "processor.postgres.migrate",
        "false"), "Postgres refuses");
    var other = protocol == Protocol.STREAMS ? Protocol.CLASSIC : Protocol.STREAMS;
    add(wrongs, "another group protocol", other.settings(), "processor.group-protocol");
    if (protocol == Protocol.STREAMS) { // members of a classic group do not tell
      add(wrongs, "another dictionary", Map.of("processor.topics.drugs", OTHER_DRUGS),
          "processor.topics.drugs");
      add(wrongs, "another raw topic",
          Map.of("processor.topics.raw", "epro.reports.raw", "processor.pipeline", "other"),
          "processor.topics.raw");
    }
    return List.copyOf(wrongs.values());
  }

  private static void add(Map<String, Wrong> wrongs, String fault, Map<String, String> settings,
      String says) {
    wrongs.put(fault, new Wrong(fault, settings, says));
  }

  private static void prepareWrongPlaces(Rig rig) throws Exception {
    var role = reader(rig);
    var schema = rig.names().schema();
    try (var connection = rig.system().postgres().connectAsSuperuser();
        var statement = connection.createStatement()) {
      statement.execute("create database " + schema + " owner epro");
      statement.execute("create role " + role + " login password 'reads'");
      statement.execute("grant usage on schema " + schema + " to " + role);
      statement.execute("grant select on all tables in schema " + schema + " to " + role);
    }
    createTopics(rig.system().brokers().bootstrapServers(), OTHER_DRUGS);
  }

  private static String reader(Rig rig) {
    return "reader_" + rig.names().schema();
  }

  private static String anotherDatabase(Rig rig) {
    var url = rig.system().postgres().jdbcUrl();
    return url.substring(0, url.lastIndexOf('/') + 1) + rig.names().schema();
  }

  private static void createTopics(String bootstrapServers, String... names) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      var there = admin.listTopics().names().get(30, TimeUnit.SECONDS);
      admin.createTopics(List.of(names).stream().filter(name -> !there.contains(name))
          .map(name -> new NewTopic(name, Optional.of(1), Optional.empty())
              .configs(Map.of("cleanup.policy", name.contains("drugs") ? "compact" : "delete")))
          .toList()).all().get(30, TimeUnit.SECONDS);
    }
  }
}
