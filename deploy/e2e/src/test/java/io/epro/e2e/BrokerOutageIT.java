package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.load.OpenLoad;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker killed or frozen under an open load, and brought back. Every request gets an answer that
 * is true: 202, then the report is in the topic, or a 503 to be tried again; none takes longer than the
 * ack timeout; and throughput is back soon after the broker. Alone, since it measures.
 */
@Isolated
class BrokerOutageIT {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerOutageIT.class);
  /**
   * Over the ack timeout, by the clock of a client that counts from when it should have sent: the
   * gateway looks at its deadlines each 20 ms; the rest is for a machine that does more than this.
   */
  private static final Duration TOLERANCE = Duration.ofMillis(1_500);
  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);
  /** Of the 202s a second before the outage, in one second after it. */
  private static final double BACK = 0.9;
  /** What the gateway grants a token that it sees for the first time, when everything is cold. */
  private static final Duration WAIT_LIMIT = Duration.ofSeconds(3);
  private static final Duration STEADY = Duration.ofSeconds(2);
  /** So long are requests refused before the broker comes back. */
  private static final int LASTS_SECONDS = 2;
  private static final int ROUNDS = 3;

  /** An open load. */
  private record Rate(int gateways, int connectionsEach, double perSecond, Duration ackTimeout) {}

  private static final Rate MODERATE = new Rate(1, 200, 300, Duration.ofSeconds(2));
  private static final Rate TWO_GATEWAYS = new Rate(2, 200, 600, Duration.ofSeconds(5));

  @Test
  void everyAnswerIsTrueAndThroughputIsBackWhenTheBrokerIsKilledAndWhenItFreezes()
      throws Exception {
    play(MODERATE, List.of(BrokerOutage.KILLED, BrokerOutage.FROZEN));
  }

  @Tag("long")
  @Test
  void everyAnswerIsTrueAndThroughputIsBackOnTwoGatewaysInOutagesOfEachKind() throws Exception {
    play(TWO_GATEWAYS, Stream.generate(() -> BrokerOutage.values()).limit(ROUNDS)
        .flatMap(Arrays::stream).toList());
  }

  private static void play(Rate rate, List<BrokerOutage> outages) throws Exception {
    Rig.play("the broker away under open load, " + rate, Map.of(), rig -> {
      var gateways = rig.startGateways(rate.gateways(),
          Map.of("gateway.ack-timeout", rate.ackTimeout().toMillis() + "ms"));
      var load = rig.openLoad(rate.perSecond(), rate.connectionsEach());
      long warm = awaitThroughput(load, BACK * rate.perSecond());
      for (var outage : outages) {
        passThrough(outage, rig, load);
      }
      rig.startProcessor();
      rig.settle(load, 1);
      var limit = rate.ackTimeout().plus(TOLERANCE);
      load.attempts().assertTruthful(limit.plus(WAIT_LIMIT));
      load.attempts().dueSince(warm).assertTruthful(limit);
      for (var gateway : gateways) {
        assertThat(Files.readString(gateway.log())).as("event loops that were held up")
            .doesNotContain("BlockedThreadChecker");
      }
    });
  }

  private static void passThrough(BrokerOutage outage, Rig rig, OpenLoad load) throws Exception {
    try (var watch = new BrokerWatch(rig.system().kafka().bootstrapServers())) {
      double before = steadyRate(load);
      long refused = load.attempts().refused();
      long served;
      try (var away = outage.begin(rig.system().kafka())) {
        var serves = watch.begin();
        await("refusals").atMost(Rig.PATIENCE)
            .until(() -> load.attempts().refused() > refused + LASTS_SECONDS * before);
        away.close();
        served = BrokerWatch.get(serves);
      }
      await("throughput").atMost(Rig.PATIENCE)
          .until(() -> load.attempts().untilSecondWith(BACK * before, served).isPresent());
      var back = load.attempts().untilSecondWith(BACK * before, served).orElseThrow();
      LOG.atInfo().addKeyValue("outage", outage).addKeyValue("perSecondBefore", before)
          .addKeyValue("backAfter", back).addKeyValue("slowest", load.attempts().slowest())
          .log("throughput is back");
      assertThat(back).as("from the broker's first acknowledgement until throughput is back")
          .isLessThanOrEqualTo(BACK_WITHIN);
    }
  }

  /** Programs that were just started are slow. @return when they no longer were, by nanoTime */
  private static long awaitThroughput(OpenLoad load, double perSecond) {
    long begin = System.nanoTime();
    await("a first second of throughput").atMost(Rig.PATIENCE)
        .until(() -> load.attempts().untilSecondWith(perSecond, begin).isPresent());
    return System.nanoTime();
  }

  /** 202s a second, of a time without an outage. */
  private static double steadyRate(OpenLoad load) {
    long begin = System.nanoTime();
    await().pollDelay(STEADY).atMost(Rig.PATIENCE).until(() -> load.attempts()
        .queuedPerSecond(begin, System.nanoTime()) > 0);
    return load.attempts().queuedPerSecond(begin, System.nanoTime());
  }
}
