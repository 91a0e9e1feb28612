package io.epro.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.gateway.publish.RawTopic;
import io.epro.local.fixture.RealKafka;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole gateway on a real broker. */
@Timeout(120)
class GatewayIT {
  private static final UUID KEY = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
  private static final String BODY = " {\"patientId\":\"P-000123\", \"timestamp\":1763856000000}\n";
  private static final int PARTITIONS = 4;

  private final RealKafka kafka = RealKafka.get();
  private final String topic = kafka.newTopicName("raw");
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .build();
  private final Gateway gateway = new Gateway(Settings.load(GatewaySettings.class, Map.of(
      "gateway.auth.mode", "none", "gateway.port", "0", "gateway.admin.port", "0",
      "gateway.topic", topic, "gateway.kafka.bootstrap-servers", kafka.bootstrapServers())));

  @BeforeEach
  void start() throws Exception {
    gateway.start();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    gateway.close();
  }

  @Test
  void isReadyWhenTheTopicIsKnownAndSaysSo() throws Exception {
    assertThat(ready().statusCode()).isEqualTo(503);
    assertThat(ready().body()).contains(topic);
    assertThat(post(BODY).statusCode()).isEqualTo(503);

    kafka.createTopic(topic, PARTITIONS);

    awaitReady();
    assertThat(post(BODY).statusCode()).isEqualTo(202);
  }

  @Test
  void theRecordHasTheBytesTheKeyAndTheHeaders() throws Exception {
    kafka.createTopic(topic, PARTITIONS);
    awaitReady();
    long before = System.currentTimeMillis();

    var answer = client.send(request().header("Idempotency-Key", KEY.toString())
        .POST(BodyPublishers.ofString(BODY)).build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(202);
    var record = RawTopic.records(kafka.bootstrapServers(), topic).getFirst();
    var bytes = BODY.getBytes(StandardCharsets.UTF_8);
    assertThat(record.key()).isEqualTo("P-000123".getBytes(StandardCharsets.US_ASCII));
    assertThat(record.value()).isEqualTo(bytes);
    assertThat(ReportHeaders.reportId(record.headers())).contains(ReportId.ofKey("P-000123", KEY));
    assertThat(requireNonNull(record.headers().lastHeader(ReportHeaders.CONTENT_SHA256)).value())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(ReportHeaders.receivedAt(record.headers()).orElseThrow())
        .isBetween(before, System.currentTimeMillis());
    assertThat(record.headers().lastHeader(ReportHeaders.TRACEPARENT)).isNull();
    assertThat(record.partition())
        .isEqualTo(Utils.toPositive(Utils.murmur2(record.key())) % PARTITIONS);
  }

  @Test
  void everyAcceptedReportIsInTheTopic() throws Exception {
    kafka.createTopic(topic, PARTITIONS);
    awaitReady();
    var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();

    for (int i = 0; i < 2_000; i++) {
      answers.add(client.sendAsync(request().POST(BodyPublishers.ofString(
          "{\"patientId\":\"P-" + i % 50 + "\",\"timestamp\":" + i + "}")).build(),
          BodyHandlers.ofString()));
    }

    for (var answer : answers) {
      assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
    }
    assertThat(RawTopic.reports(kafka.bootstrapServers(), topic)).hasSize(2_000)
        .extracting(report -> report.id()).doesNotHaveDuplicates();
    assertThat(metrics()).contains("epro_gateway_reports_total{outcome=\"accepted\"} 2000.0")
        .contains("epro_gateway_inflight_bytes 0.0").contains("epro_gateway_ack_seconds_count 2000")
        .contains("kafka_producer_").contains("jvm_memory_used_bytes");
  }

  @Test
  void takesAProfileOfItselfByUrl() throws Exception {
    var answer = admin("/debug/profile?type=wall&seconds=1&format=collapsed");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("io.netty.");
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/v1/reports"))
        .header("Content-Type", "application/json").timeout(Duration.ofSeconds(60));
  }

  private HttpResponse<String> post(String body) throws Exception {
    return client.send(request().POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> admin(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + gateway.adminPort() + path)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> ready() throws Exception {
    return admin("/health/ready");
  }

  private String metrics() throws Exception {
    return admin("/metrics").body();
  }

  private void awaitReady() {
    await().atMost(Duration.ofSeconds(30)).until(() -> ready().statusCode() == 200);
  }
}
