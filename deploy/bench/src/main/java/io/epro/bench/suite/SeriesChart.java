package io.epro.bench.suite;

import io.epro.bench.chart.Axis;
import io.epro.bench.chart.Chart;
import io.epro.bench.chart.Chart.Line;
import io.epro.bench.chart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One figure over all runs: medians as dots joined by a line, and a stroke from the lowest round to the highest. */
record SeriesChart(List<SuiteRun> runs, Series last) {
  private static final int TO_THE_MINUTE = 16;

  String file() {
    return (last.bench() + "-" + last.name()).toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "-") + ".svg";
  }

  String svg() {
    var lines = new ArrayList<Line>();
    lines.add(line("ours",
        series -> Optional.of(series.own())));
    add(lines, last.ceiling(), Series::ceiling);
    add(lines, last.peer(), Series::peer);
    return new Chart(last.bench() + ": " + last.name(), last.unit(), lines, 0,
        Axis.steps(runs.stream().map(run -> run.at().substring(0, TO_THE_MINUTE).replace('T', ' '))
            .toList()))
        .svg();
  }

  private void add(List<Line> lines, Series.@Nullable Beside now,
      Function<Series, Series.@Nullable Beside> which) {
    if (now != null) {
      lines.add(line(now.name(), series -> Optional.ofNullable(which.apply(series))
          .filter(beside -> beside.name().equals(now.name())).map(Series.Beside::rounds)));
    }
  }

  private Line line(String name, Function<Series, Optional<Rounds>> which) {
    var medians = new ArrayList<Point>();
    var pieces = new ArrayList<List<Point>>();
    for (int i = 0; i < runs.size(); i++) {
      var rounds = runs.get(i).series().stream().filter(last::isLike).findFirst().flatMap(which);
      if (rounds.isPresent()) {
        double at = i + 0.5;
        medians.add(new Point(at, rounds.get().median()));
        pieces.add(List.of(medians.getLast()));
        pieces.add(List.of(new Point(at, rounds.get().least()),
            new Point(at, rounds.get().most())));
      }
    }
    if (medians.size() > 1) {
      pieces.add(medians);
    }
    return new Line(name, pieces);
  }
}
