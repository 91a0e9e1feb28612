package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.load.OpenLoad;
import io.epro.e2e.load.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;

/**
 * Three brokers, each partition on all of them, two of which have to have a report before it is
 * acknowledged: one may die, and with two dead nothing is promised.
 */
@Tag("fault")
class BrokersFaultIT {
  private static final int BROKERS = 3;
  private static final double PER_SECOND = 150;
  private static final int CONNECTIONS = 50;
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);
  private static final Duration ACK_TIMEOUT = Duration.ofSeconds(5);
  /** Here nothing may hang; how much later than that it is, BrokerOutageIT measures, alone. */
  private static final Duration TOLERANCE = Duration.ofSeconds(15);
  private static final Duration LASTS = Duration.ofSeconds(6);

  @UnderBothProtocols
  void oneBrokerMayDieAndWithTwoDeadNothingIsPromisedUntilOneReturns(Protocol protocol)
      throws Exception {
    var settings = new HashMap<>(protocol.settings());
    settings.put("processor.topics.development", "false"); // three replicas, two in sync
    Rig.play(Ground.own(BROKERS, plan -> plan), "brokers die, " + protocol, settings, rig -> {
      var gateway = rig.startGateways(1,
          Map.of("gateway.ack-timeout", ACK_TIMEOUT.toMillis() + "ms")).getFirst();
      var processor = rig.startProcessor();
      long pid = processor.pid();
      var load = rig.openLoad(PER_SECOND, CONNECTIONS);
      rig.awaitWork(processor);
      rig.progress().awaitEverywhere();
      long warm = System.nanoTime();

      var first = rig.system().brokers().broker(0);
      first.kill();
      rig.progress().recovers("one broker of three killed (" + protocol + ")", BACK_WITHIN);
      first.start();
      awaitInSync(rig);

      var second = rig.system().brokers().broker(1);
      rig.system().brokers().broker(2).kill();
      second.kill();
      assertNothingIsPromised(load);
      rig.awaitSays(processor, "Kafka");
      second.start();
      rig.progress().recovers("two brokers of three killed, one started again (" + protocol + ")",
          BACK_WITHIN);

      rig.settle(load, 4_000);
      load.attempts().dueSince(warm).assertTruthful(ACK_TIMEOUT.plus(TOLERANCE));
      assertThat(gateway.awaitReady().process().alive()).isTrue();
      assertThat(processor.awaitReady().pid()).isEqualTo(pid);
    });
  }

  private static void assertNothingIsPromised(OpenLoad load) {
    long since = System.nanoTime();
    await("refusals only").pollDelay(LASTS).atMost(Rig.PATIENCE).until(() -> true);
    long acknowledged = load.sent().acknowledgedCount();
    long refused = refused(load, since);
    await("further refusals").atMost(Rig.PATIENCE)
        .until(() -> refused(load, since) > refused + 2 * PER_SECOND);
    assertThat(load.sent().acknowledgedCount()).as("acknowledged with one broker of three")
        .isEqualTo(acknowledged);
  }

  private static long refused(OpenLoad load, long since) {
    return load.attempts().dueSince(since).all().stream()
        .filter(attempt -> attempt.reply() instanceof Reply.Refused refused
            && refused.status() == 503 && refused.code().equals("broker_unavailable")
            && refused.retryable())
        .count();
  }

  private static void awaitInSync(Rig rig) {
    try (var admin = Admin.create(
        Map.of("bootstrap.servers", rig.system().brokers().bootstrapServers()))) {
      await("all replicas in sync").atMost(Rig.PATIENCE).ignoreExceptions()
          .until(() -> admin.describeTopics(List.of(rig.names().raw())).allTopicNames()
              .get(5, TimeUnit.SECONDS).values().stream()
              .flatMap(topic -> topic.partitions().stream())
              .allMatch(partition -> partition.isr().size() == BROKERS));
    }
  }
}
