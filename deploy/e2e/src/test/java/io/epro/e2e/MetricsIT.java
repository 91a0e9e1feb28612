package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.monitor.AlertRules;
import io.epro.e2e.monitor.Dashboard;
import io.epro.e2e.monitor.Exposition;
import io.epro.e2e.monitor.MetricsPage;
import io.epro.gateway.admit.token.FakeProvider;
import io.epro.gateway.admit.token.SigningKey;
import io.epro.local.system.Program;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the running programs expose, against the page, the alerts and the dashboards that name it. */
class MetricsIT {
  private static final String OURS = "epro_";
  /** Prometheus' own. */
  private static final Set<String> PROMETHEUS = Set.of("up");

  @TempDir
  private Path folder;

  @Test
  void everyMetricIsDocumentedAndWhateverIsNamedIsThere() throws Exception {
    var page = MetricsPage.read();
    try (var provider = new FakeProvider().with(SigningKey.ec("one"))) {
      Rig.play("metrics", Map.of(), rig -> {
        var gateway = rig.startGateways(1, settings(provider)).getFirst();
        var processor = rig.startProcessor();
        rig.loadOnTopic(200);
        rig.awaitWork(processor);
        var programs = Map.of("gateway", gateway, "processor", processor);
        await("the libraries' metrics").atMost(Rig.PATIENCE).untilAsserted(() -> {
          for (var foreign : page.foreign()) {
            for (var program : foreign.programs()) {
              assertThat(Exposition.of(Objects.requireNonNull(programs.get(program)).adminUrl())
                  .families())
                  .containsKey(foreign.name());
            }
          }
        });
        assertOursAreTold(page, gateway, processor);
        assertNamedAreThere(gateway, processor);
      });
    }
  }

  private Map<String, String> settings(FakeProvider provider) throws Exception {
    var identity = new Authority().issue(folder, "gateway");
    var settings = new HashMap<>(KeysChangedIT.settings(provider));
    settings.put("gateway.tls.key", identity.key().toString());
    settings.put("gateway.tls.certificates", identity.certificates().toString());
    return settings;
  }

  private static void assertOursAreTold(MetricsPage page, Program... programs) throws Exception {
    var types = new TreeMap<String, String>();
    var labels = new TreeMap<String, Set<String>>();
    for (var program : programs) {
      var exposed = Exposition.of(program.adminUrl());
      exposed.families().forEach((name, type) -> {
        if (name.startsWith(OURS)) {
          types.put(name, type);
          labels.put(name, exposed.labels().get(name));
        }
      });
    }
    assertThat(page.ours().stream().collect(Collectors.toMap(MetricsPage.Ours::name,
        MetricsPage.Ours::type))).isEqualTo(types);
    assertThat(page.ours().stream().collect(Collectors.toMap(MetricsPage.Ours::name,
        MetricsPage.Ours::labels))).isEqualTo(labels);
    assertThat(page.ours()).allSatisfy(metric -> {
      assertThat(metric.unit()).as("unit of " + metric.name()).isNotBlank();
      assertThat(metric.name().endsWith("_max") || !metric.advice().isBlank())
          .as("what to do about " + metric.name()).isTrue();
    });
  }

  private static void assertNamedAreThere(Program... programs) throws Exception {
    var there = new TreeSet<>(PROMETHEUS);
    for (var program : programs) {
      there.addAll(Exposition.of(program.adminUrl()).samples());
    }
    for (var rule : AlertRules.all()) {
      assertThat(rule.metrics()).as(rule.name()).isNotEmpty().isSubsetOf(there);
    }
    for (var dashboard : Dashboard.all()) {
      assertThat(dashboard.metrics()).as(dashboard.name()).isNotEmpty().isSubsetOf(there);
    }
  }
}
