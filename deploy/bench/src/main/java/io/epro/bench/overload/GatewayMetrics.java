package io.epro.bench.overload;

import io.epro.bench.measure.Scrape;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What the gateway says of itself on its admin port, in Prometheus' text format. Thread-safe. */
final class GatewayMetrics {
  private static final String OUTCOMES = "epro_gateway_reports_total{outcome=\"";

  private final String admin;

  GatewayMetrics(String admin) {
    this.admin = admin;
  }

  Reading read() throws IOException {
    return Reading.of(Scrape.of(admin));
  }

  /**
   * At one moment.
   *
   * @param outcomes reports by what became of them, since the gateway was started
   */
  record Reading(double heapBytes, int connections, int inflightRequests,
      Map<String, Long> outcomes) {

    static Reading of(Scrape scrape) {
      var outcomes = new TreeMap<String, Long>();
      for (var line : scrape.lines()) {
        if (line.startsWith(OUTCOMES)) {
          outcomes.put(line.substring(OUTCOMES.length(), line.indexOf('"', OUTCOMES.length())),
              (long) Scrape.value(line));
        }
      }
      return new Reading(scrape.sum("jvm_memory_used_bytes{area=\"heap\""),
          (int) scrape.sum("epro_gateway_connections "),
          (int) scrape.sum("epro_gateway_inflight_requests "), outcomes);
    }

    /** What became of the reports since then; without what did not happen. */
    Map<String, Long> outcomesSince(Reading before) {
      var since = new TreeMap<String, Long>();
      outcomes.forEach((outcome, count) -> {
        long more = count - before.outcomes.getOrDefault(outcome, 0L);
        if (more > 0) {
          since.put(outcome, more);
        }
      });
      return since;
    }
  }
}
