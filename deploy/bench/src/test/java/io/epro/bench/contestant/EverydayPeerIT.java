package io.epro.bench.contestant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.bench.sample.SampleReports;
import io.epro.local.kafka.LocalKafka;
import io.epro.topics.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer's jar as the bench starts it, in front of a real broker. */
class EverydayPeerIT {
  @TempDir
  private Path directory;

  @Test
  void aReportThatGot202IsInTheTopicAndWhatIsNoReportIsRefused() throws Exception {
    try (var kafka = new LocalKafka(directory.resolve("kafka"), 0)) {
      kafka.start();
      createTopic(kafka);
      try (var topic = new RawTopic(kafka.bootstrapServers());
          var peer = new EverydayPeer(kafka.bootstrapServers(), kafka.process().pid(),
              List.of("-Xmx256m"), directory).start()) {
        var before = topic.ends();
        var body = new String(new SampleReports(1, 10).next().body(), UTF_8);

        var answer = post(peer.port(), body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).matches("\\{\"status\":\"queued\",\"reportId\":\"[0-9a-f-]{36}\""
            + ",\"sha256\":\"[0-9a-f]{64}\"}");
        assertThat(post(peer.port(), "{\"patientId\":").statusCode()).isEqualTo(400);
        assertThat(post(peer.port(), "{\"timestamp\":1}").statusCode()).isEqualTo(400);
        var expected = new BitSet();
        expected.set(RawTopic.number(body.getBytes(UTF_8)));
        assertThat(topic.reportsSince(before)).isEqualTo(expected);
      }
    }
  }

  private static void createTopic(LocalKafka kafka) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(Topics.RAW, Optional.of(3), Optional.empty()))).all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static HttpResponse<String> post(int port, String body)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      return http
          .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/reports"))
              .header("Content-Type", "application/json").timeout(Duration.ofSeconds(30))
              .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }
  }
}
