package io.epro.bench.suite;

import io.epro.bench.measure.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The history as a page of Markdown with charts beside it, and a run as lines for the terminal. */
final class SuiteReport {
  private static final String HEAD = """
      # The standing suite

      Made by `deploy/bench/run`; every number here is that command's. What each bench measures, and how,
      [performance](../performance.md) says. A figure is the median of its rounds, with the lowest and the highest of
      them; *ceiling* does less and so shows the most that could be had, *peer* is what one would have without this
      project, both in the same rounds. *Better* compares with the run before, relative to ceiling or peer where there
      is one, since a slow moment of the machine slows them all; above 1 is better.

      """;

  private final Path directory;
  private final List<SuiteRun> runs;

  /** @param runs from the oldest one on; not empty */
  SuiteReport(Path directory, List<SuiteRun> runs) {
    this.directory = directory;
    this.runs = runs;
  }

  /** Writes {@code README.md} and {@code charts/}. */
  void write() throws IOException {
    var charts = Files.createDirectories(directory.resolve("charts"));
    var page = new StringBuilder(HEAD);
    var last = runs.getLast();
    page.append(String.format(Locale.ROOT, "%s, %.0f minutes, %d runs in all. %s.%n%n", last.at(),
        last.minutes(), runs.size(), last.machine().inWords()));
    for (var bench : last.series().stream().map(Series::bench).distinct().toList()) {
      page.append(section(last, bench, charts));
    }
    Files.writeString(directory.resolve("README.md"), page);
  }

  private String section(SuiteRun last, String bench, Path charts) throws IOException {
    var text = new StringBuilder("## " + bench + "\n\n");
    last.commands().stream().filter(command -> command.startsWith("deploy/bench/" + bench + " "))
        .forEach(command -> text.append("`").append(command).append("`\n\n"));
    text.append("| | unit | median | rounds | ceiling | of it | peer | of it | better |\n");
    text.append("|---|---|---|---|---|---|---|---|---|\n");
    var all = last.series().stream().filter(series -> series.bench().equals(bench)).toList();
    all.forEach(series -> text.append(row(series, change(series))));
    text.append('\n');
    for (var series : all) {
      var chart = new SeriesChart(runs, series);
      Files.writeString(charts.resolve(chart.file()), chart.svg());
      text.append("![").append(series.name()).append("](charts/").append(chart.file())
          .append(")\n\n");
    }
    return text.toString();
  }

  private Optional<Change> change(Series series) {
    return changes().stream().filter(change -> change.now().isLike(series)).findFirst();
  }

  /** Since the run before; empty for the first one. */
  List<Change> changes() {
    return runs.size() < 2 ? List.of()
        : Change.between(runs.get(runs.size() - 2), runs.getLast());
  }

  private static String row(Series series, Optional<Change> change) {
    var own = series.own();
    return "| " + series.name() + " | " + series.unit() + " | " + number(own.median()) + " | "
        + number(own.least()) + " to " + number(own.most()) + " | "
        + beside(series, series.ceiling()) + " | " + beside(series, series.peer()) + " | "
        + change.map(SuiteReport::verdict).orElse("") + " |\n";
  }

  private static String beside(Series series, Series.@Nullable Beside other) {
    return other == null ? " | "
        : other.name() + " " + number(other.rounds().median()) + " | "
            + number(series.own().over(other.rounds()).median());
  }

  private static String verdict(Change change) {
    return number(change.ratio()) + (change.worse() ? " **regression**" : "");
  }

  /** For the terminal, after the last round. */
  String inWords() {
    var changes = changes();
    var before = runs.size() < 2 ? "There is no run before this one to compare with."
        : "Compared with the run of " + runs.get(runs.size() - 2).at() + " (above 1 is better):";
    return changes.stream().map(change -> String.format(Locale.ROOT, "  %-9s %-40s %5.2f%s",
        change.now().bench(), change.now().name(), change.ratio(),
        change.worse() ? "  REGRESSION" : ""))
        .collect(Collectors.joining("\n", before + "\n", "\n"));
  }

  static String inWords(Figure figure) {
    return String.format(Locale.ROOT, "%-40s %10s %s%s%s", figure.name(), number(figure.value()),
        figure.unit(), inWords(figure.ceiling()), inWords(figure.peer()));
  }

  private static String inWords(Figure.@Nullable Beside beside) {
    return beside == null ? "" : ", " + beside.name() + " " + number(beside.value());
  }

  /** Three digits. */
  static String number(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return "-";
    }
    return String.format(Locale.ROOT,
        size == 0 || size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
  }
}
