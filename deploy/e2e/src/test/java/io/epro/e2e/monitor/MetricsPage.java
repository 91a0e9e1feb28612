package io.epro.e2e.monitor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What {@code docs/metrics.md} says of the metrics. */
public record MetricsPage(List<Ours> ours, List<Foreign> foreign) {
  private static final Pattern OURS = Pattern.compile(
      "\\| `(epro_\\w+)` \\| (\\w+) \\| ([^|]+) \\| ([^|]*) ?\\| ([^|]+) \\| ([^|]*) ?\\|");
  private static final Pattern FOREIGN = Pattern
      .compile("\\| `([a-z]\\w+)` \\| ([a-z, ]+) \\| ([^|]+) \\|");
  private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

  /** A metric of our own. */
  public record Ours(String name, String type, String unit, Set<String> labels, String advice) {}

  /** A metric of a library's, and the programs that have it. */
  public record Foreign(String name, Set<String> programs) {}

  public static MetricsPage read() throws IOException {
    var page = new MetricsPage(new ArrayList<>(), new ArrayList<>());
    for (var line : Repository.text("docs/metrics.md").lines().toList()) {
      var ours = OURS.matcher(line);
      var foreign = FOREIGN.matcher(line);
      if (ours.matches()) {
        var labels = new TreeSet<String>();
        QUOTED.matcher(ours.group(4)).results().forEach(label -> labels.add(label.group(1)));
        page.ours.add(new Ours(ours.group(1), ours.group(2), ours.group(3).strip(), labels,
            ours.group(6).strip()));
      } else if (foreign.matches()) {
        page.foreign.add(new Foreign(foreign.group(1), Set.of(foreign.group(2).split(", "))));
      } else if (line.startsWith("| `")) {
        throw new IOException("a row of docs/metrics.md that nobody understands: " + line);
      }
    }
    return page;
  }
}
