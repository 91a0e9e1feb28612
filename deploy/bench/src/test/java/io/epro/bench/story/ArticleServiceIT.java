package io.epro.bench.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.bench.sample.SampleReports;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every stage stores the same rows of the same reports. */
class ArticleServiceIT {
  private static final int REPORTS = 100;
  private static final String ROWS = "select count(*), count(distinct report_id),"
      + " sum(hashtextextended(concat_ws('|', patient_id, report_id, reported_at, heart_rate,"
      + " temperature, symptoms, medications, unknown_drugs), 0)::numeric)::text,"
      + " sum(unknown_drugs), count(heart_rate), sum(jsonb_array_length(medications))"
      + " from article.report";

  @TempDir
  private Path directory;

  private record Rows(long count, long distinct, String fingerprint, long unknown, long hearts,
      long medications) {}

  @Test
  void everyStageStoresTheSameRows() throws Exception {
    Map<Stage, Rows> stored = new HashMap<>();
    try (var postgres = new LocalPostgres(directory.resolve("postgres"), 0)) {
      postgres.start();
      for (var stage : Stage.values()) {
        ArticleTable.create(postgres);
        int port = Ports.orFree(0);
        try (var service = new ArticleService(stage, port, 0, postgres.jdbcUrl())) {
          service.start();
          post(port);
          await().atMost(Duration.ofSeconds(60)).until(() -> rows(postgres).count() == REPORTS);
          stored.put(stage, rows(postgres));
        }
      }
    }

    var first = Objects.requireNonNull(stored.get(Stage.THREADS));
    assertThat(first.distinct()).isEqualTo(REPORTS);
    assertThat(first.unknown()).isEqualTo(sent("SPONSOR-0042"));
    assertThat(first.hearts()).isEqualTo(sent("heartRate"));
    assertThat(first.medications()).isEqualTo(sent("drugId"));
    assertThat(stored.values()).hasSize(Stage.values().length).allMatch(first::equals);
  }

  private static void post(int port) throws IOException, InterruptedException {
    var reports = new SampleReports(3, 50);
    try (var http = HttpClient.newHttpClient()) {
      for (int i = 0; i < REPORTS + 1; i++) {
        var body = i == 0 ? reports.nextInvalid() : reports.next();
        var answer = http.send(HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/v1/reports"))
            .POST(BodyPublishers.ofByteArray(body.body())).build(), BodyHandlers.ofString());
        // Also to what it will not store: it has not looked yet.
        assertThat(answer.statusCode()).isEqualTo(202);
      }
    }
  }

  /** How often the valid reports say a word. */
  private static long sent(String word) {
    var reports = new SampleReports(3, 50);
    reports.nextInvalid();
    return Stream.generate(reports::next).limit(REPORTS)
        .mapToLong(sample -> new String(sample.body(), UTF_8).split(word, -1).length - 1).sum();
  }

  private static Rows rows(LocalPostgres postgres) throws SQLException {
    try (var connection = postgres.connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(ROWS)) {
      result.next();
      return new Rows(result.getLong(1), result.getLong(2), "" + result.getString(3),
          result.getLong(4), result.getLong(5), result.getLong(6));
    }
  }
}
