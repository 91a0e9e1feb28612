package io.epro.e2e.load;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Many reports sent at the same time, over all gateways in turn and in each way in which a report can
 * be sent: alone or in the middle of a batch, plain or gzipped.
 */
public final class Crowd {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .build();
  private final List<String> gateways;
  private final String token;
  private final Sent sent = new Sent();
  private int fillers;

  /** How one report is sent. */
  private enum Way {
    ALONE, ALONE_GZIPPED, BATCH, BATCH_GZIPPED;

    boolean batch() {
      return this == BATCH || this == BATCH_GZIPPED;
    }

    boolean gzipped() {
      return this == ALONE_GZIPPED || this == BATCH_GZIPPED;
    }
  }

  private record Sending(Way way, HttpRequest request, List<Sample> samples) {}

  /** @param token good for every patient */
  public Crowd(List<String> gateways, String token) {
    this.gateways = List.copyOf(gateways);
    this.token = token;
  }

  /**
   * Sends all of them at once.
   *
   * @return the answer to each, in their order
   */
  public List<Reply> send(List<Sample> samples) throws Exception {
    var sendings = IntStream.range(0, samples.size())
        .mapToObj(i -> sending(samples.get(i), i)).toList();
    var answers = sendings.stream()
        .map(sending -> http.sendAsync(sending.request(), BodyHandlers.ofString())).toList();
    var replies = new ArrayList<Reply>();
    for (int i = 0; i < sendings.size(); i++) {
      replies.add(reply(sendings.get(i), answers.get(i)));
    }
    return replies;
  }

  public Sent sent() {
    return sent;
  }

  private Sending sending(Sample sample, int number) {
    // Each gateway has its turn in each way: the number of the ways need not suit theirs.
    var way = Way.values()[number / gateways.size() % Way.values().length];
    var samples = way.batch() ? List.of(filler(), sample, filler()) : List.of(sample);
    samples.forEach(sent::attempted);
    var request = HttpRequest.newBuilder(URI.create(gateways.get(number % gateways.size())
        + (way.batch() ? "/v1/reports/batch" : "/v1/reports"))).timeout(LIMIT)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", way.batch() ? "application/x-ndjson" : "application/json");
    if (!way.batch()) {
      sample.key().ifPresent(key -> request.header("Idempotency-Key", key.toString()));
    }
    if (way.gzipped()) {
      request.header("Content-Encoding", "gzip");
    }
    byte[] body = way.batch() ? BatchBody.of(samples) : sample.body();
    return new Sending(way, request.POST(BodyPublishers.ofByteArray(
        way.gzipped() ? gzipped(body) : body)).build(), samples);
  }

  private Reply reply(Sending sending, CompletableFuture<HttpResponse<String>> answer)
      throws InterruptedException, ExecutionException, TimeoutException, JacksonException {
    var whole = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    var results = whole.body().lines().toList();
    if (results.size() != sending.samples().size()) {
      return new Reply.Nothing(whole.statusCode() + " with " + results.size() + " results");
    }
    Reply ours = new Reply.Nothing("not asked");
    for (int i = 0; i < results.size(); i++) {
      var result = JSON.readTree(results.get(i));
      int status = result.path("status").asText().equals("queued") ? 202 : whole.statusCode();
      var reply = Reply.of(status, result, 0);
      var sample = sending.samples().get(i);
      if (reply instanceof Reply.Queued) {
        sent.inOrder(sample);
        sent.acknowledged();
      }
      if (i == sending.samples().size() / 2) {
        ours = reply;
      }
    }
    return ours;
  }

  private Sample filler() {
    return new ReportMix(fillers, "filler" + fillers++, 1, true).next();
  }

  private static byte[] gzipped(byte[] body) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
