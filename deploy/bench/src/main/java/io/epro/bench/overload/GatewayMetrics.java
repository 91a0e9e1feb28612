package io.epro.bench.overload;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the gateway says of itself on its admin port, in Prometheus' text format. Thread-safe. */
final class GatewayMetrics implements AutoCloseable {
  private static final String OUTCOMES = "epro_gateway_reports_total{outcome=\"";

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpRequest request;

  GatewayMetrics(String admin) {
    this.request = HttpRequest.newBuilder(URI.create(admin + "/metrics"))
        .timeout(Duration.ofSeconds(30)).build();
  }

  Reading read() throws IOException {
    try {
      return Reading.of(http.send(request, BodyHandlers.ofLines()).body().toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading metrics", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  /**
   * At one moment.
   *
   * @param outcomes reports by what became of them, since the gateway was started
   */
  record Reading(double heapBytes, int connections, int inflightRequests,
      Map<String, Long> outcomes) {

    static Reading of(List<String> lines) {
      var outcomes = new TreeMap<String, Long>();
      for (var line : lines) {
        if (line.startsWith(OUTCOMES)) {
          outcomes.put(line.substring(OUTCOMES.length(), line.indexOf('"', OUTCOMES.length())),
              (long) value(line));
        }
      }
      return new Reading(sum(lines, "jvm_memory_used_bytes{area=\"heap\""),
          (int) sum(lines, "epro_gateway_connections "),
          (int) sum(lines, "epro_gateway_inflight_requests "), outcomes);
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

    /** @throws IllegalStateException when there is no such metric: a zero would say that all is well */
    private static double sum(List<String> lines, String beginning) {
      return lines.stream().filter(line -> line.startsWith(beginning))
          .mapToDouble(Reading::value).reduce(Double::sum).orElseThrow(
              () -> new IllegalStateException("the gateway has no metric " + beginning));
    }

    private static double value(String line) {
      return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
  }
}
