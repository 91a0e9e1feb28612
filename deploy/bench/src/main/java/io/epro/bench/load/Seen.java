package io.epro.bench.load;

import java.util.Map;

/**
 * What the clients saw. Whatever is "a report" is a request where each has one.
 *
 * @param perSecond reports a second: those of requests whose 202 came within the window
 * @param latency of requests that got 202
 * @param late how much after its moment a request of a schedule left; 0 in a closed loop
 * @param cost within the window
 * @param accepted reports of all 202s, warm-up included
 * @param others all other answers, warm-up included, by status
 * @param withoutRetryAfter those of them that had no Retry-After
 * @param lost requests whose connection broke before the answer
 * @param unsent requests of a schedule that found the bound on waiting ones reached
 */
public record Seen(int connections, int lines, double perSecond, Latency latency, Latency late,
    Cost cost, long accepted, Map<Integer, Long> others, long withoutRetryAfter, long lost,
    long unsent) {

  /** In milliseconds. */
  public record Latency(double p50, double p99, double p999, double max) {}

  /**
   * Of each report.
   *
   * @param serverMicros CPU of the server; {@code brokerMicros} and {@code clientMicros} are those of
   *     the broker and of the clients
   * @param serverBytes allocated on the server's heap
   */
  public record Cost(double serverMicros, double brokerMicros, double clientMicros,
      double serverBytes) {}
}
