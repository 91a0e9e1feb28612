package io.epro.e2e.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One of Grafana's dashboards in {@code deploy/observability/grafana/dashboards}. */
public record Dashboard(String name, JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static List<Dashboard> all() throws IOException {
    try (var files = Files.list(Repository.file("deploy/observability/grafana/dashboards"))) {
      var all = new ArrayList<Dashboard>();
      for (Path file : files.sorted().toList()) {
        all.add(new Dashboard(file.getFileName().toString(), JSON.readTree(file.toFile())));
      }
      return all;
    }
  }

  /** Without the headings of rows. */
  List<JsonNode> panels() {
    var panels = new ArrayList<JsonNode>();
    json.get("panels").forEach(panel -> {
      if (!"row".equals(panel.path("type").asText())) {
        panels.add(panel);
      }
    });
    return panels;
  }

  /** The queries of all panels, with Grafana's own variable for a range filled in. */
  List<String> queries() {
    return panels().stream().flatMap(panel -> panel.get("targets").valueStream())
        .map(target -> target.get("expr").asText().replace("$__rate_interval", "5m")).toList();
  }

  /** Every metric that a query names. */
  public Set<String> metrics() {
    var names = new TreeSet<String>();
    queries().forEach(query -> names.addAll(PromQl.metrics(query)));
    json.get("templating").get("list").forEach(variable -> {
      var query = variable.path("definition").asText();
      if (query.startsWith("label_values(")) {
        names.addAll(PromQl.metrics(query.substring("label_values(".length(),
            query.lastIndexOf(','))));
      }
    });
    return names;
  }
}
