package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.local.system.Jars;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The alerting rules, held against what the programs say of themselves. */
final class Alerts {
  private static final Pattern METRIC = Pattern.compile("\\b(?:epro|kafka)_[a-z0-9_]+");

  private Alerts() {}

  /** That each metric in a rule is one of these programs' (by their admin addresses). */
  static void assertMetricsExist(List<String> admins) throws IOException, InterruptedException {
    var exposed = new TreeSet<String>();
    for (var admin : admins) {
      var answer = HttpClient.newHttpClient().send(
          HttpRequest.newBuilder(URI.create(admin + "/metrics")).build(), BodyHandlers.ofString());
      answer.body().lines().filter(line -> !line.startsWith("#"))
          .forEach(line -> exposed.add(line.split("[{ ]", 2)[0]));
    }
    assertThat(named()).as("metrics of the alerts").hasSizeGreaterThan(5);
    assertThat(exposed).containsAll(named());
  }

  private static Set<String> named() throws IOException {
    var named = new TreeSet<String>();
    Files.readAllLines(Jars.repository().resolve("deploy/observability/alerts.yaml")).stream()
        .filter(line -> line.strip().startsWith("expr:"))
        .forEach(line -> METRIC.matcher(line).results().forEach(found -> named.add(found.group())));
    return named;
  }
}
