package io.epro.e2e.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards as Grafana will take them. That their metrics are there is {@code MetricsIT}'s. */
class DashboardsTest {
  private static final int COLUMNS = 24;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

  private static List<Dashboard> all() throws IOException {
    return Dashboard.all();
  }

  @Test
  void eachHasItsOwnAddress() throws Exception {
    assertThat(all()).hasSize(3);
    assertThat(all()).extracting(dashboard -> dashboard.json().get("uid").asText())
        .doesNotHaveDuplicates().allSatisfy(uid -> assertThat(uid).startsWith("epro-"));
    assertThat(all()).extracting(dashboard -> dashboard.json().get("title").asText())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyPanelSaysWhatItShowsInWhichUnitFromTheDatasourceThatIsChosen(Dashboard dashboard) {
    assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
      assertThat(panel.path("title").asText()).isNotBlank();
      assertThat(panel.path("description").asText()).as(title(panel)).isNotBlank();
      assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
          .as("unit of " + title(panel)).isNotBlank();
      assertFromTheChosen(panel);
      assertThat(panel.path("targets")).as(title(panel)).isNotEmpty().allSatisfy(target -> {
        assertFromTheChosen(target);
        assertThat(target.path("expr").asText()).isNotBlank();
        assertThat(target.path("legendFormat").asText()).isNotBlank();
      });
      assertThat(panel.get("targets")).extracting(target -> target.path("refId").asText())
          .doesNotHaveDuplicates().doesNotContain("");
    });
  }

  private static void assertFromTheChosen(JsonNode panelOrTarget) {
    assertThat(panelOrTarget.path("datasource").path("type").asText()).isEqualTo("prometheus");
    assertThat(panelOrTarget.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
  }

  @ParameterizedTest
  @MethodSource("all")
  void panelsHaveAPlaceOfTheirOwn(Dashboard dashboard) {
    var panels = dashboard.json().get("panels");
    assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates()
        .doesNotContain(0);
    var taken = new TreeSet<Integer>();
    for (var panel : panels) {
      var at = panel.get("gridPos");
      assertThat(at.get("x").asInt() + at.get("w").asInt()).as(title(panel))
          .isBetween(1, COLUMNS);
      for (int y = at.get("y").asInt(); y < at.get("y").asInt() + at.get("h").asInt(); y++) {
        for (int x = at.get("x").asInt(); x < at.get("x").asInt() + at.get("w").asInt(); x++) {
          assertThat(taken.add(y * COLUMNS + x)).as(title(panel) + " lies on another").isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void instancesCanBeChosenAndNoVariableIsUnknown(Dashboard dashboard) {
    var variables = new ArrayList<String>();
    dashboard.json().get("templating").get("list")
        .forEach(variable -> variables.add(variable.get("name").asText()));
    assertThat(variables).containsExactly("datasource", "job", "instance");
    assertThat(VARIABLE.matcher(dashboard.json().toString()).results().map(used -> used.group(1))
        .filter(used -> !used.startsWith("__"))).isSubsetOf(variables).contains("job", "instance");
  }

  @ParameterizedTest
  @MethodSource("all")
  void prometheusUnderstandsEveryQuery(Dashboard dashboard) throws Exception {
    Promtool.assumeThere();
    var rules = new StringBuilder("groups: [{name: queries, rules: [");
    int number = 0;
    for (var query : dashboard.queries()) {
      rules.append("{record: \"q").append(number++).append("\", expr: '")
          .append(query.replace("'", "''")).append("'}, ");
    }
    var file = Files.createTempFile("epro-queries-", ".yaml");
    Files.writeString(file, rules.append("]}]"));
    Promtool.assertContent("check", "rules", file.toString());
    Files.delete(file);
  }

  private static String title(JsonNode panel) {
    return panel.path("title").asText();
  }
}
