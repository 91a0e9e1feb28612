package io.epro.bench.keys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Asks a lookup again and again with random arguments, first to warm up and then to measure, planning
 * included. A variant that answers with other numbers of rows than the first one did gives no figure.
 * Confined to one thread.
 */
final class Lookups {
  private static final Pattern ACCESS = Pattern
      .compile("(Index Only Scan|Index Scan|Bitmap Index Scan|Seq Scan).*? (?:using|on) (\\w+)");
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int LEAST = 2;
  private static final int SEED = 7;

  private final int count;
  private final Map<String, List<Long>> answers = new HashMap<>();

  /** @param count of questions, unless they take too long */
  Lookups(int count) {
    this.count = count;
  }

  /**
   * How long a lookup took.
   *
   * @param asked questions
   * @param rows all answers together
   * @param access how the plan gets at rows
   * @param byIndex whether the plan uses the index that is there for it
   */
  record Times(Lookup lookup, int asked, long rows, double p50Millis, double p99Millis,
      String access, boolean byIndex) {}

  Times measure(Connection connection, Variant variant, Lookup lookup, Lookup.Scope scope)
      throws SQLException {
    String access;
    try (var explain = connection.prepareStatement("explain " + lookup.sql(variant))) {
      lookup.ask(explain, variant, scope, new SplittableRandom(SEED));
      access = access(explain);
    }
    try (var statement = connection.prepareStatement(lookup.sql(variant))) {
      run(statement, variant, lookup, scope);
      var asked = run(statement, variant, lookup, scope);
      verify(lookup + " at " + scope.part().end(), variant, asked);
      double[] millis = asked.stream().mapToDouble(Asked::millis).sorted().toArray();
      String index = lookup.index(variant);
      return new Times(lookup, asked.size(), asked.stream().mapToLong(Asked::rows).sum(),
          millis[(millis.length - 1) / 2], millis[(int) ((millis.length - 1) * 0.99)], access,
          index == null || access.contains(index));
    }
  }

  private record Asked(double millis, long rows) {}

  private List<Asked> run(PreparedStatement statement, Variant variant, Lookup lookup,
      Lookup.Scope scope) throws SQLException {
    var random = new SplittableRandom(SEED);
    var all = new ArrayList<Asked>();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (all.size() < count && (all.size() < LEAST || System.nanoTime() < end)) {
      lookup.ask(statement, variant, scope, random);
      long start = System.nanoTime();
      long rows = 0;
      try (var result = statement.executeQuery()) {
        while (result.next()) {
          rows++;
        }
      }
      all.add(new Asked((System.nanoTime() - start) / 1e6, rows));
    }
    return all;
  }

  private void verify(String what, Variant variant, List<Asked> asked) {
    var mine = asked.stream().map(Asked::rows).toList();
    var first = answers.merge(what, mine, (old, now) -> now.size() > old.size() ? now : old);
    if (!mine.equals(first.subList(0, mine.size()))) {
      throw new IllegalStateException(variant.name() + " answers " + what
          + " with other rows than a variant before: no figure");
    }
  }

  private static String access(PreparedStatement explain) throws SQLException {
    var found = new TreeSet<String>();
    try (var plan = explain.executeQuery()) {
      while (plan.next()) {
        var matcher = ACCESS.matcher(plan.getString(1));
        if (matcher.find()) {
          found.add(matcher.group(1) + " " + matcher.group(2));
        }
      }
    }
    return found.stream().collect(Collectors.joining(", "));
  }
}
