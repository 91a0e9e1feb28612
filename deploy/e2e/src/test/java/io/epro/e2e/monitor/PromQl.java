package io.epro.e2e.monitor;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which metrics a query names: what is left of it without strings, matchers, ranges, lists of labels, functions and words. */
final class PromQl {
  private static final Pattern STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");
  private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]|\\boffset\\s+\\w+");
  private static final Pattern LABELS = Pattern
      .compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern NAME = Pattern
      .compile("(?<![\\w.$])[a-z_:][a-z0-9_:]*\\b(?!\\s*\\()");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "by", "without",
      "on", "ignoring", "group_left", "group_right", "offset", "sum", "min", "max", "avg", "count",
      "topk", "inf", "nan");

  private PromQl() {}

  static Set<String> metrics(String query) {
    var left = query;
    for (var pattern : new Pattern[]{STRING, MATCHERS, RANGE, LABELS}) {
      left = pattern.matcher(left).replaceAll(" ");
    }
    var names = new TreeSet<String>();
    NAME.matcher(left).results().map(found -> found.group()).filter(name -> !WORDS.contains(name))
        .forEach(names::add);
    return names;
  }
}
