package io.epro.bench.measure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** What a program says of itself at one moment, in Prometheus' text format. */
public record Scrape(List<String> lines) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** @param admin address of its admin port */
  public static Scrape of(String admin) throws IOException {
    return of(admin, LIMIT);
  }

  /** The same of a program that may be frozen. */
  public static Scrape of(String admin, Duration limit) throws IOException {
    var request = HttpRequest.newBuilder(URI.create(admin + "/metrics")).timeout(limit).build();
    try {
      return new Scrape(HTTP.send(request, BodyHandlers.ofLines()).body().toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading metrics", e);
    }
  }

  /**
   * Of all series whose line begins so.
   *
   * @throws IllegalStateException when there is none: a zero would say that all is well
   */
  public double sum(String beginning) {
    return lines.stream().filter(line -> line.startsWith(beginning)).mapToDouble(Scrape::value)
        .reduce(Double::sum).orElseThrow(
            () -> new IllegalStateException("there is no metric " + beginning));
  }

  /** Of one series. */
  public static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
