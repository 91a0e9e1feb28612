package io.epro.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.bench.soak.Sample.OfPart;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** One thing leaks at a time, and that one is named. */
class JudgeTest {
  private static final SoakPlan PLAN = new SoakPlan(1800, 60, 1000, 1);

  private final Map<Gauge, DoubleUnaryOperator> gauges = new EnumMap<>(Gauge.class);
  private DoubleUnaryOperator connections = JudgeTest::steady;
  private DoubleUnaryOperator ack = JudgeTest::steady;
  private DoubleUnaryOperator visible = JudgeTest::steady;
  private double lives = Double.MAX_VALUE;

  @Test
  void nothingGrowsWhereAllIsSteady() {
    assertThat(failing()).isEmpty();
  }

  @Test
  void eachLeakIsFoundByItsName() {
    for (var gauge : List.of(Gauge.HEAP, Gauge.THREADS, Gauge.DESCRIPTORS)) {
      gauges.put(gauge, JudgeTest::leak);
      assertThat(failing()).containsExactly(gauge.title() + " of gateway-2 does not grow");
      gauges.clear();
    }
  }

  @Test
  void connectionsAndLatenciesThatGrowAreFound() {
    connections = JudgeTest::leak;
    assertThat(failing()).containsExactly("connections to Postgres do not grow");
    connections = JudgeTest::steady;
    ack = JudgeTest::leak;
    assertThat(failing()).containsExactly("p99 from handed over to acknowledged does not grow");
    ack = JudgeTest::steady;
    visible = JudgeTest::leak;
    assertThat(failing()).containsExactly("p99 from received to committed does not grow");
  }

  @Test
  void theFirstMinutesOfALifeMayGrow() {
    gauges.put(Gauge.HEAP, at -> at < 180 ? at / 180 : 1);
    assertThat(failing()).isEmpty();
  }

  @Test
  void latencyWhileSomethingIsKilledDoesNotCount() {
    visible = at -> Blows.quiet(at, PLAN.round()) ? 1 : 2 + at;
    assertThat(failing()).isEmpty();
  }

  @Test
  void aProgramThatIsLeftAloneMustBeJudged() {
    lives = 100;
    assertThat(failing()).contains("heap used of gateway-2 does not grow");
  }

  private static double steady(@SuppressWarnings("unused") double at) {
    return 1;
  }

  /** Three times as much at the end as at the beginning. */
  private static double leak(double at) {
    return 1 + 2 * at / 1800;
  }

  private List<String> failing() {
    var samples = new ArrayList<Sample>();
    for (double at = 0; at < PLAN.length(); at += 5) {
      samples.add(sample(at));
    }
    return new Judge(PLAN, samples).trends().stream().filter(check -> !check.holds())
        .map(Check::what).toList();
  }

  private Sample sample(double at) {
    var values = new EnumMap<Gauge, Double>(Gauge.class);
    for (var gauge : Gauge.values()) {
      values.put(gauge, 100 * gauges.getOrDefault(gauge, JudgeTest::steady).applyAsDouble(at));
    }
    values.merge(Gauge.HEAP, at % 20, Double::sum); // used, and freed again
    int life = 1 + (int) (at / lives);
    var part = new OfPart("gateway-2", life, (life - 1) * Math.min(lives, 1e6), values);
    return new Sample(at, List.of(part), 0, 0, 0, (int) (20 * connections.applyAsDouble(at)),
        buckets(0.1 * ack.applyAsDouble(at)), buckets(0.5 * visible.applyAsDouble(at)));
  }

  /** A hundred that took so long. */
  private static Buckets buckets(double seconds) {
    return new Buckets(new TreeMap<>(Map.of(seconds * 0.999, 0.0, seconds, 100.0,
        Double.POSITIVE_INFINITY, 100.0)));
  }
}
