package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.monitor.AlertRules;
import io.epro.e2e.monitor.Prometheus;
import io.epro.local.process.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each alert is fired by its fault, and no other is; before the fault none fires, and once it is mended none does any more. By
 * a real Prometheus and the shipped rules, in which a minute is three seconds.
 */
@Tag("fault")
class AlertsFireIT {
  private static final Duration CONTROL = Duration.ofSeconds(20);
  /** So that what is a matter of seconds for the programs is one for the alerts, too. */
  private static final Map<String, String> SETTINGS = Map.of("processor.sink.block-limit", "2s",
      "processor.ledger-check-interval", "1s");

  @BeforeAll
  static void prometheusIsThere() {
    Prometheus.assumeThere();
  }

  static Stream<String> alerts() throws IOException {
    return AlertRules.all().stream().map(AlertRules.Rule::name);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void aFaultFiresItsAlertAndNoOther(String alert) throws Exception {
    var fault = AlertFault.ALL.get(alert);
    assertThat(fault).as("a fault for " + alert).isNotNull();
    var directory = Files.createTempDirectory("epro-prometheus-");
    Rig.play("the fault of " + alert, SETTINGS, rig -> {
      try (var watched = new WatchedSystem(rig, directory)) {
        watched.assertQuietFor(CONTROL);
        var mending = Objects.requireNonNull(fault).begin(watched);
        watched.awaitFires(alert);
        mending.now();
        watched.awaitOver(alert);
      }
    });
    Trees.delete(directory);
  }
}
