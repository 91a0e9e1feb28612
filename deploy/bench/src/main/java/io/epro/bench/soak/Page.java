package io.epro.bench.soak;

import io.epro.bench.chart.Axis;
import io.epro.bench.chart.Chart;
import io.epro.bench.chart.Chart.Line;
import io.epro.bench.chart.Point;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A soak as one HTML file that loads nothing from anywhere. */
final class Page {
  private static final double MINUTE = 60;

  private final SoakResult result;
  private final SoakPlan plan;
  private final List<Sample> samples;

  Page(SoakResult result) {
    this.result = result;
    this.plan = result.seen().plan();
    this.samples = result.seen().samples();
  }

  String html() {
    return template().replace("@VERDICT@", result.holds() ? "held" : "failed")
        .replace("@LOAD@", escape(result.load()))
        .replace("@CHECKS@", rows(result.seen().checks(), Page::row))
        .replace("@CHART@", Chart.css())
        .replace("@CHARTS@",
            charts().stream().map(Chart::html).collect(Collectors.joining()))
        .replace("@BLOWS@", rows(result.seen().blows(),
            blow -> "<li>" + escape(blow.inWords()) + "</li>"))
        .replace("@MACHINE@", escape(result.machine().inWords()))
        .replace("@JVM@", escape(result.jvm()))
        .replace("@COMMAND@", escape(result.command()));
  }

  private List<Chart> charts() {
    var charts = new ArrayList<Chart>();
    charts.add(chart("Reports a second", "", List.of(rate("acknowledged", Sample::acknowledged),
        rate("processed", Sample::passed)), 1));
    charts.add(chart("p99 of each minute", "ms", List.of(
        p99("handed over to acknowledged", Sample::ack),
        p99("received to committed", Sample::visible)), 10));
    charts.add(chart("p99 of the quiet third of each round", "ms", List.of(
        quiet("handed over to acknowledged", Sample::ack),
        quiet("received to committed", Sample::visible)), 10));
    charts.add(chart("Records that wait", "", List.of(seen("lag", Sample::lag)), 100));
    for (var gauge : Gauge.values()) {
      charts.add(chart(capital(gauge.title()), gauge.unit(), programs(gauge), 1));
    }
    charts.add(chart("Connections to Postgres", "",
        List.of(seen("connections", Sample::connections)), 4));
    return charts;
  }

  private Chart chart(String title, String unit, List<Line> lines, double floor) {
    return new Chart(title, unit, lines, floor, Axis.minutes(plan.length(),
        result.seen().blows().stream().map(Blow::at).toList()));
  }

  private Line seen(String name, ToDoubleFunction<Sample> value) {
    return new Line(name, pieces(samples.stream()
        .map(sample -> new Point(sample.at(), value.applyAsDouble(sample)))
        .filter(point -> point.value() >= 0).toList()));
  }

  private Line rate(String name, ToDoubleFunction<Sample> count) {
    var known = samples.stream().filter(sample -> count.applyAsDouble(sample) >= 0).toList();
    var points = new ArrayList<Point>();
    for (int i = 1; i < known.size(); i++) {
      var before = known.get(i - 1);
      var now = known.get(i);
      points.add(new Point(now.at(), (count.applyAsDouble(now) - count.applyAsDouble(before))
          / (now.at() - before.at())));
    }
    return new Line(name, List.of(points));
  }

  private Line p99(String name, Function<Sample, Buckets> which) {
    var minutes = new LinkedHashMap<Integer, Buckets>();
    samples.forEach(sample -> minutes.merge((int) (sample.at() / MINUTE), which.apply(sample),
        Buckets::plus));
    var points = new ArrayList<Point>();
    minutes.forEach((minute, buckets) -> buckets.percentile(0.99)
        .ifPresent(p99 -> points.add(new Point((minute + 0.5) * MINUTE, 1e3 * p99))));
    return new Line(name, List.of(points));
  }

  private Line quiet(String name, Function<Sample, Buckets> which) {
    return new Line(name, List.of(new Judge(plan, samples).quietP99(which)));
  }

  private List<Line> programs(Gauge gauge) {
    var lives = new LinkedHashMap<String, LinkedHashMap<Integer, List<Point>>>();
    for (var sample : samples) {
      for (var part : sample.parts()) {
        var value = part.values().get(gauge);
        if (value != null) {
          lives.computeIfAbsent(part.name(), _ -> new LinkedHashMap<>())
              .computeIfAbsent(part.life(), _ -> new ArrayList<>())
              .add(new Point(sample.at(), value));
        }
      }
    }
    return lives.entrySet().stream().map(life -> new Line(life.getKey(),
        life.getValue().values().stream().flatMap(points -> pieces(points).stream()).toList()))
        .toList();
  }

  /** Cut where several looks in a row saw nothing. */
  private List<List<Point>> pieces(List<Point> points) {
    double gap = 4 * plan.betweenLooks().toMillis() / 1e3;
    var pieces = new ArrayList<List<Point>>();
    double last = Double.NEGATIVE_INFINITY;
    for (var point : points) {
      if (point.at() - last > gap) {
        pieces.add(new ArrayList<>());
      }
      pieces.getLast().add(point);
      last = point.at();
    }
    return pieces;
  }

  private static String row(Check check) {
    return "<tr class=" + (check.holds() ? "ok" : "bad") + "><td>"
        + (check.holds() ? "ok" : "fails")
        + "<td>" + escape(check.what()) + "<td>" + escape(check.found()) + "\n";
  }

  private static <T> String rows(List<T> all, Function<T, String> row) {
    return all.stream().map(row).collect(Collectors.joining());
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String template() {
    try (InputStream in = Objects.requireNonNull(
        Page.class.getResourceAsStream("soak.html"), "the page's template")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
