package io.epro.e2e.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules as Prometheus reads them, and what people find when one fires. */
class AlertRulesTest {
  private static final String OPERATIONS = "docs/operations.md";
  private static final int MOST = 10;
  private static final Pattern HEADING = Pattern.compile("(?m)^### (Epro\\w+)\n\n(?=\\S)");

  @Test
  void prometheusTakesTheRulesAndItsConfiguration() throws Exception {
    Promtool.assumeThere();
    Promtool.assertContent("check", "rules", Repository.file(AlertRules.FILE).toString());
    Promtool.assertContent("check", "config",
        Repository.file("deploy/observability/prometheus.yaml").toString());
  }

  @Test
  void eachRuleFiresWhenItShouldAndNotOtherwise() throws Exception {
    Promtool.assumeThere();
    Promtool.assertContent("test", "rules",
        Repository.file("deploy/observability/alerts.test.yaml").toString());
  }

  @Test
  void thereAreFewAndEachHasItsParagraphInTheRunbook() throws Exception {
    var names = AlertRules.all().stream().map(AlertRules.Rule::name).toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeBetween(1, MOST);
    List<String> described = HEADING.matcher(Repository.text(OPERATIONS)).results()
        .map(found -> found.group(1)).toList();
    assertThat(described).containsExactlyInAnyOrderElementsOf(names);
    assertThat(AlertRules.all()).allSatisfy(rule -> assertThat(rule.annotations())
        .containsEntry("runbook_url", OPERATIONS + "#" + rule.name().toLowerCase(Locale.ROOT))
        .containsKeys("summary", "description"));
  }

  @Test
  void ruleTestsKnowEveryRule() throws Exception {
    var tests = Repository.text("deploy/observability/alerts.test.yaml");
    assertThat(AlertRules.all()).allSatisfy(rule -> assertThat(
        Pattern.compile("alertname: " + rule.name() + "\n +exp_alerts:").matcher(tests).find())
        .as("a test in which " + rule.name() + " fires").isTrue());
  }
}
