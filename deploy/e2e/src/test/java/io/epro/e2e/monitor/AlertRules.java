package io.epro.e2e.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of {@code deploy/observability/alerts.yaml}. */
public final class AlertRules {
  public static final String FILE = "deploy/observability/alerts.yaml";
  private static final Pattern TIME = Pattern.compile("(?<=for: |\\[|offset )(\\d+)m\\b");
  private static final int SECONDS_A_MINUTE = 3;

  private AlertRules() {}

  /** One alert. */
  public record Rule(String name, String expression, Map<String, String> annotations) {

    /** Every metric that it names. */
    public Set<String> metrics() {
      return PromQl.metrics(expression);
    }
  }

  public static List<Rule> all() throws IOException {
    var rules = new ArrayList<Rule>();
    var yaml = new YAMLMapper();
    for (JsonNode rule : yaml.readTree(Repository.file(FILE).toFile()).findPath("rules")) {
      Map<String, String> annotations = yaml.convertValue(rule.get("annotations"),
          yaml.getTypeFactory().constructMapType(Map.class, String.class, String.class));
      rules.add(
          new Rule(rule.get("alert").asText(), rule.get("expr").asText(), annotations));
    }
    return rules;
  }

  /**
   * The file with every time in it (how long something has to last, over what a rate is taken) twenty times as short: a minute
   * is three seconds. Thresholds are as they are.
   */
  public static String twentyTimesAsFast() throws IOException {
    return TIME.matcher(Repository.text(FILE))
        .replaceAll(minutes -> SECONDS_A_MINUTE * Integer.parseInt(minutes.group(1)) + "s");
  }
}
