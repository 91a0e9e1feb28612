package io.epro.bench.soak;

import io.epro.bench.chart.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether anything grew. Each life of a process is judged for itself, after its warm-up; a life that is too
 * short says nothing, but of each program one must be long enough. Latency is judged by the quiet thirds of
 * the rounds, in which nothing is killed.
 */
final class Judge {
  private static final Tolerance ACK = new Tolerance(0.5, 30);
  private static final Tolerance VISIBLE = new Tolerance(0.5, 150);
  private static final Tolerance CONNECTIONS = new Tolerance(0.05, 2);

  private final SoakPlan plan;
  private final List<Sample> samples;

  private record Life(String part, int number) {}

  Judge(SoakPlan plan, List<Sample> samples) {
    this.plan = plan;
    this.samples = samples;
  }

  List<Check> trends() {
    var checks = new ArrayList<Check>();
    for (var gauge : Gauge.values()) {
      gauge.tolerance().ifPresent(tolerance -> programs(gauge).forEach(
          (part, lives) -> checks.add(of(gauge, part, lives, tolerance))));
    }
    checks.add(check("connections to Postgres do not grow", "", CONNECTIONS,
        Trend.of(Windows.MEDIANS.of(connections()))));
    checks.add(check("p99 from handed over to acknowledged does not grow", "ms", ACK,
        Trend.of(quietP99(Sample::ack))));
    checks.add(check("p99 from received to committed does not grow", "ms", VISIBLE,
        Trend.of(quietP99(Sample::visible))));
    return checks;
  }

  /** One value for each round after the warm-up, of its quiet third, in milliseconds. */
  List<Point> quietP99(Function<Sample, Buckets> which) {
    var rounds = new LinkedHashMap<Integer, Buckets>();
    samples.stream()
        .filter(sample -> sample.at() >= plan.warmUp() && Blows.quiet(sample.at(), plan.round()))
        .forEach(sample -> rounds.merge((int) (sample.at() / plan.round()), which.apply(sample),
            Buckets::plus));
    var points = new ArrayList<Point>();
    rounds.forEach((round, buckets) -> buckets.percentile(0.99)
        .ifPresent(p99 -> points.add(new Point((round + 5 / 6.0) * plan.round(), 1e3 * p99))));
    return points;
  }

  private Check of(Gauge gauge, String part, List<List<Point>> lives, Tolerance tolerance) {
    var trends = lives.stream().map(life -> Trend.of(gauge.windows().of(life)))
        .filter(Trend::judged).toList();
    boolean rises = trends.stream().anyMatch(trend -> trend.rises(tolerance));
    return new Check(gauge.title() + " of " + part + " does not grow",
        !rises && (!trends.isEmpty() || !steady(part)),
        trends.isEmpty() ? "no life is long enough to be judged"
            : trends.stream().map(trend -> trend.inWords(gauge.unit()))
                .collect(Collectors.joining("; ")));
  }

  private static Check check(String what, String unit, Tolerance tolerance, Trend trend) {
    return new Check(what, trend.judged() && !trend.rises(tolerance), trend.inWords(unit));
  }

  /** Whether it is left alone for all of the run. */
  private static boolean steady(String part) {
    return part.endsWith("-2");
  }

  private Map<String, List<List<Point>>> programs(Gauge gauge) {
    var lives = new LinkedHashMap<Life, List<Point>>();
    for (var sample : samples) {
      for (var part : sample.parts()) {
        var value = part.values().get(gauge);
        if (value != null) {
          var life = lives.computeIfAbsent(new Life(part.name(), part.life()),
              _ -> new ArrayList<>());
          if (sample.at() >= part.since() + plan.warmUp()) {
            life.add(new Point(sample.at(), value));
          }
        }
      }
    }
    return lives.entrySet().stream().collect(Collectors.groupingBy(life -> life.getKey().part(),
        LinkedHashMap::new, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private List<Point> connections() {
    return samples.stream().filter(sample -> sample.at() >= plan.warmUp()
        && sample.connections() >= 0)
        .map(sample -> new Point(sample.at(), sample.connections())).toList();
  }
}
