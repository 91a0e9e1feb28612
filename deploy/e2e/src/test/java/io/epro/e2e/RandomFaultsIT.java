package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.RandomFault.Target;
import io.epro.local.fixture.SlowLink;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Faults that a seed draws, often several at once, while reports come through two gateways and straight
 * into the topic. {@code -De2e.seeds=20} plays twenty seeds from 1 on ({@code -De2e.first-seed}),
 * {@code -De2e.reports} sets the reports of each, and {@code -De2e.seed=N} plays one again.
 */
@Tag("random")
class RandomFaultsIT {
  private static final Logger LOG = LoggerFactory.getLogger(RandomFaultsIT.class);
  private static final long REPORTS = Long.getLong("e2e.reports", 50_000);
  private static final double PER_SECOND = 3_000;
  private static final int PHONES = 60;
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final LongAdder ALL_RECORDS = new LongAdder();
  private static final LongAdder ALL_KILLS = new LongAdder();

  /** A beginning or an end that comes at some moment. */
  private record Turn(Duration at, RandomFault fault, boolean begin) {
    Turn later(Duration moment) {
      return new Turn(moment, fault, begin);
    }
  }

  static LongStream seeds() {
    var one = Long.getLong("e2e.seed");
    long first = Long.getLong("e2e.first-seed", 1);
    return one != null ? LongStream.of(one)
        : LongStream.range(first, first + Integer.getInteger("e2e.seeds", 3));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyGuaranteeHoldsThroughWhatTheSeedDraws(long seed) throws Exception {
    var plan = RandomPlan.draw(seed, Duration.ofMillis((long) (700 * REPORTS / PER_SECOND)));
    LOG.atInfo().addKeyValue("seed", seed).addKeyValue("protocol", plan.protocol())
        .addKeyValue("faults", plan.faults()).log("drawn");
    Rig.play("random faults " + seed, settings(plan.protocol()), seed, rig -> play(rig, plan));
  }

  @AfterAll
  static void sum() {
    LOG.atInfo().addKeyValue("records", ALL_RECORDS).addKeyValue("kills", ALL_KILLS)
        .log("every seed played");
  }

  /** As short as their outages are, so that each way out is taken. */
  private static Map<String, String> settings(Protocol protocol) {
    var all = new HashMap<>(protocol.settings());
    all.put("processor.sink.block-limit", "2s");
    all.put("processor.sink.lock-timeout", "1s");
    return all;
  }

  private static void play(Rig rig, RandomPlan plan) throws Exception {
    try (var way = new SlowLink(rig.system().postgres().port(), rig.seed())) {
      var url = rig.system().postgres().jdbcUrl()
          .replace(":" + rig.system().postgres().port() + "/", ":" + way.port() + "/");
      var settings = Map.of("processor.postgres.url", url);
      var gateways = rig.startGateways(2, Map.of());
      var processors = List.of(rig.startProcessor(settings), rig.startProcessor(settings));
      var phones = rig.loadOnAllGateways(PHONES, PER_SECOND / 2);
      var producer = rig.loadOnTopic(PER_SECOND / 2);
      rig.awaitWork(processors.getFirst());
      var hands = new RandomHands(rig, processors, gateways, way);
      conduct(rig.seed(), plan, hands);
      hands.awaitAllWell();
      producer.finish(REPORTS / 2, Rig.PATIENCE);
      phones.finish(REPORTS / 2, Rig.PATIENCE);
      var evidence = rig.settle(producer.sent().and(phones.sent()), REPORTS);
      ALL_RECORDS.add(evidence.topic().size());
      ALL_KILLS.add(hands.kills());
      LOG.atInfo().addKeyValue("seed", rig.seed()).addKeyValue("faults", plan.faults().size())
          .addKeyValue("kills", hands.kills()).addKeyValue("retries", phones.retries())
          .addKeyValue("records", evidence.topic().size()).log("played");
    }
  }

  /** One thing after the other, so that a slow start makes all that follows late. */
  private static void conduct(long seed, RandomPlan plan, RandomHands hands) throws Exception {
    var turns = new PriorityQueue<>(Comparator.comparing(Turn::at));
    plan.faults().forEach(fault -> turns.add(new Turn(fault.from(), fault, true)));
    var broken = EnumSet.noneOf(Target.class);
    long begin = System.nanoTime();
    while (!turns.isEmpty()) {
      var now = Duration.ofNanos(System.nanoTime() - begin);
      var turn = turns.remove();
      var fault = turn.fault();
      if (turn.at().compareTo(now) > 0 || (turn.begin() && broken.contains(fault.target()))) {
        turns.add(turn.at().compareTo(now) > 0 ? turn : turn.later(now.plus(LOOK)));
        LockSupport.parkNanos(LOOK.toNanos());
      } else if (turn.begin()) {
        LOG.atInfo().addKeyValue("seed", seed).addKeyValue("fault", fault).log("begins");
        broken.add(fault.target());
        hands.begin(fault);
        turns.add(new Turn(now.plus(fault.lasts()), fault, false));
      } else if (hands.end(fault)) {
        LOG.atInfo().addKeyValue("seed", seed).addKeyValue("fault", fault).log("mended");
        broken.remove(fault.target());
      } else {
        assertThat(now).as(fault + ": stops when told to")
            .isLessThan(turn.at().plus(Rig.PATIENCE));
        turns.add(turn);
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }
}
