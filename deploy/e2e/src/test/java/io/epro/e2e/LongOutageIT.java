package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.local.fixture.PostgresProxy;
import io.epro.local.system.Program;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Postgres is away for longer than any patience of Kafka's: {@code max.poll.interval.ms} (10 s here) and
 * the session (6 s).
 */
@Tag("fault")
class LongOutageIT {
  private static final Logger LOG = LoggerFactory.getLogger(LongOutageIT.class);
  private static final Duration LASTS = Duration.ofSeconds(35);
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final double PER_SECOND = 800;
  private static final long BACKLOG = 12_000;
  /** Of a drain without an outage; the figure in the log says how much it was. */
  private static final double FULL_SPEED = 0.25;

  @UnderBothProtocols
  void othersJoinCommitAndLeaveMeanwhileAndAfterwardsTheBacklogDrains(Protocol protocol)
      throws Exception {
    Rig.play("a long outage, " + protocol, settings(protocol), rig -> {
      try (var proxy = PostgresProxy.before(rig.system().postgres().jdbcUrl())) {
        var waiting = rig.startProcessor(Map.of("processor.postgres.url", proxy.jdbcUrl()));
        var load = rig.loadOnTopic(PER_SECOND);
        rig.awaitWork(waiting);
        rig.stop(waiting);
        rig.progress().awaitBacklog(BACKLOG);
        waiting.start();
        double usual = drained(rig);

        long begin = System.nanoTime();
        proxy.refuse();
        rig.awaitSays(waiting, "Postgres is away");
        var second = rig.startProcessor();
        rig.awaitWork(second);
        var third = rig.startProcessor();
        rig.awaitWork(third);
        rig.stop(second);
        rig.stop(third);
        rig.awaitMoment(waiting, LASTS.minusNanos(System.nanoTime() - begin));
        rig.progress().awaitBacklog(BACKLOG);
        assertThat(waiting.ready()).as("ready without a database").isFalse();

        proxy.allow();
        rig.progress().recovers("Postgres away beyond max.poll.interval and session, " + protocol,
            LIMIT);
        double after = drained(rig);
        LOG.atInfo().addKeyValue("protocol", protocol).addKeyValue("usual", Math.round(usual))
            .addKeyValue("afterTheOutage", Math.round(after)).log("reports drained a second");
        assertThat(after / usual).as("drain after the outage").isGreaterThan(FULL_SPEED);
        assertThat(rig.rejoins(waiting)).as("rejoins by thread").isNotEmpty()
            .allSatisfy((thread, times) -> assertThat(times).isEqualTo(1));
        rig.settle(load, 30_000);
        rig.assertLivesOn(waiting);
      }
    });
  }

  @UnderBothProtocols
  void aStopTakesSecondsAndLosesNothingWhetherPostgresIsKilledOrFrozen(Protocol protocol)
      throws Exception {
    Rig.play("stopped in an outage, " + protocol, settings(protocol), rig -> {
      var postgres = rig.system().postgres();
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(PER_SECOND);
      rig.awaitWork(processor);

      postgres.freeze();
      rig.awaitMoment(processor, Duration.ofMillis(500)); // its threads wait for answers
      stopped(rig, processor, "SIGTERM while Postgres is frozen, " + protocol);
      postgres.thaw();
      goesOn(rig, processor);

      postgres.freeze();
      rig.awaitSays(processor, "Postgres is away");
      stopped(rig, processor,
          "SIGTERM while the pipeline waits for a frozen Postgres, " + protocol);
      processor.start(); // into the outage
      rig.awaitMoment(processor, Duration.ofSeconds(6));
      stopped(rig, processor, "SIGTERM while starting with Postgres frozen, " + protocol);
      postgres.thaw();
      goesOn(rig, processor);

      postgres.kill();
      rig.awaitSays(processor, "Postgres is away");
      stopped(rig, processor, "SIGTERM while Postgres is down, " + protocol);
      postgres.start();
      goesOn(rig, processor);
      rig.settle(load, 15_000);
    });
  }

  private static void stopped(Rig rig, Program processor, String fault) {
    long begin = System.nanoTime();
    rig.stop(processor);
    rig.progress().recovered(fault, Duration.ofNanos(System.nanoTime() - begin), STOP_LIMIT);
  }

  private static void goesOn(Rig rig, Program processor) throws Exception {
    processor.start();
    rig.awaitWork(processor);
  }

  /** Reports a second, from now on until most of a backlog is applied. */
  private static double drained(Rig rig) {
    rig.progress().awaitMore();
    long begin = System.nanoTime();
    long from = rig.progress().applied();
    while (rig.progress().applied() - from < BACKLOG * 2 / 3) {
      rig.progress().awaitMore();
    }
    return (rig.progress().applied() - from) / ((System.nanoTime() - begin) / 1e9);
  }

  private static Map<String, String> settings(Protocol protocol) {
    var settings = new HashMap<>(protocol.settings());
    settings.put("processor.sink.block-limit", "2s");
    settings.put("processor.kafka.properties.max.poll.interval.ms", "10000");
    settings.put("processor.postgres.answer-timeout", "5s");
    return settings;
  }
}
