package io.epro.local.up;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The 99th percentile of the time from accepted to visible in Postgres, over the last ten seconds
 * or so: from the buckets of the processors' {@code epro_processor_end_to_end_seconds}, which runs
 * from received-at to committed. The tables cannot tell: {@code stored_at} is the transaction's
 * beginning, and finding the latest rows would read ever more of the table.
 */
final class Latency {
  private static final String METRIC = "epro_processor_end_to_end_seconds_bucket";
  private static final Pattern BUCKET = Pattern.compile(
      "^" + METRIC + "\\{(?:[^}]*,)?le=\"([^\"]+)\"[^}]*\\}\\s+(\\S+)", Pattern.MULTILINE);
  private static final int WINDOW = 20;

  private final HttpClient http = HttpClient.newBuilder()
      .connectTimeout(Duration.ofSeconds(1))
      .build();
  private final ArrayDeque<NavigableMap<Double, Double>> looks = new ArrayDeque<>();

  /** Looks at the processors' metrics: to be called about twice a second. */
  void look(List<String> adminUrls) {
    var now = new TreeMap<Double, Double>();
    adminUrls.forEach(url -> add(scrape(url), now));
    looks.addLast(now);
    if (looks.size() > WINDOW) {
      looks.removeFirst();
    }
  }

  /** Seconds; absent while nothing was processed lately. */
  OptionalDouble p99() {
    return looks.isEmpty()
        ? OptionalDouble.empty() : percentile(looks.getFirst(), looks.getLast(), 0.99);
  }

  /** Adds the cumulative buckets of a scrape in Prometheus' text format. */
  static void add(String scrape, NavigableMap<Double, Double> buckets) {
    var matcher = BUCKET.matcher(scrape);
    while (matcher.find()) {
      double bound = matcher.group(1).equals("+Inf")
          ? Double.POSITIVE_INFINITY : Double.parseDouble(matcher.group(1));
      buckets.merge(bound, Double.parseDouble(matcher.group(2)), Double::sum);
    }
  }

  /** The upper bound of the bucket that the percentile of what came between the two falls into. */
  static OptionalDouble percentile(NavigableMap<Double, Double> before,
      NavigableMap<Double, Double> after,
      double share) {
    if (after.isEmpty()) {
      return OptionalDouble.empty();
    }
    double total = between(before, after, after.lastKey());
    if (total <= 0) {
      return OptionalDouble.empty();
    }
    return after.keySet().stream()
        .mapToDouble(Double::doubleValue)
        .filter(bound -> between(before, after, bound) >= share * total)
        .findFirst();
  }

  private static double between(NavigableMap<Double, Double> before,
      NavigableMap<Double, Double> after,
      double bound) {
    double count = after.getOrDefault(bound, 0.0);
    double earlier = before.getOrDefault(bound, 0.0);
    return count >= earlier ? count - earlier : count; // a restarted processor counts from 0
  }

  private String scrape(String adminUrl) {
    var request = HttpRequest.newBuilder(URI.create(adminUrl + "/metrics"))
        .timeout(Duration.ofSeconds(2))
        .build();
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return ""; // not there just now: its share is missing from this look
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
