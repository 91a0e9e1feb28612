package io.epro.bench.suite;

import static io.epro.bench.suite.SuiteRuns.beside;
import static io.epro.bench.suite.SuiteRuns.less;
import static io.epro.bench.suite.SuiteRuns.more;
import static io.epro.bench.suite.SuiteRuns.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteReportTest {
  private static final SuiteRun FIRST = run("2026-01-01T10:00Z",
      more(beside("COPY", 150, 152, 148), 100, 101, 99), less(5, 5.2, 4.9));
  private static final SuiteRun SECOND = run("2026-02-01T09:00Z",
      more(beside("COPY", 150, 152, 148), 70, 71, 72), less(5, 5.1, 4.9));

  @TempDir
  private Path directory;

  @Test
  void runsAreReadBackAsTheyWereKeptTheOldestFirst() throws Exception {
    var history = new History(directory);
    history.keep(SECOND);
    history.keep(FIRST);
    assertThat(history.runs()).containsExactly(FIRST, SECOND);
  }

  @Test
  void thePageHasTheFiguresBesideTheirCeilingAndMarksARegression() throws Exception {
    var report = new SuiteReport(directory, List.of(FIRST, SECOND));
    report.write();
    assertThat(directory.resolve("README.md")).content(StandardCharsets.UTF_8)
        .contains("| reports drained | per second | 71.0 | 70.0 to 72.0 | COPY 150 | 0.47 |  |  |"
            + " 0.70 **regression** |")
        .contains("| CPU of the processor | us a report | 5.00 | 4.90 to 5.10 |")
        .contains("(charts/drain-reports-drained.svg)");
    assertThat(report.inWords()).containsOnlyOnce("REGRESSION").contains("2026-01-01T10:00Z");
  }

  @Test
  void aFirstRunHasNothingToBeComparedWith() throws Exception {
    var report = new SuiteReport(directory, List.of(FIRST));
    report.write();
    assertThat(report.changes()).isEmpty();
    assertThat(report.inWords()).contains("no run before");
  }

  @Test
  void eachChartIsWellFormedAndHasEveryRunOfEachLine() throws Exception {
    new SuiteReport(directory, List.of(FIRST, SECOND)).write();
    var svg = Files.readString(directory.resolve("charts/drain-reports-drained.svg"));
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    // Ours and COPY's: a line each, and a dot and a stroke for each run.
    assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(10);
    assertThat(svg).contains("2026-01-01 10:00").contains("2026-02-01 09:00").contains(">COPY<")
        .contains(">drain: reports drained, per second</text>")
        .contains("prefers-color-scheme: dark");
  }
}
