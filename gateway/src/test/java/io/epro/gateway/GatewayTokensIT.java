package io.epro.gateway;

import static io.epro.gateway.admit.token.TestTokens.AUDIENCE;
import static io.epro.gateway.admit.token.TestTokens.ISSUER;
import static io.epro.gateway.admit.token.TestTokens.claims;
import static io.epro.gateway.admit.token.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.gateway.admit.token.FakeProvider;
import io.epro.gateway.admit.token.SigningKey;
import io.epro.gateway.publish.RawTopic;
import io.epro.local.fixture.RealKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole gateway with tokens, on a real broker, with a provider that comes late and goes. */
@Timeout(120)
class GatewayTokensIT {
  private static final SigningKey FIRST = SigningKey.rsa("first");
  private static final SigningKey SECOND = SigningKey.ec("second");

  private final RealKafka kafka = RealKafka.get();
  private final String topic = kafka.newTopicName("raw");
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .build();
  private FakeProvider provider;
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    kafka.createTopic(topic, 2);
    provider = new FakeProvider().answering(503, "none");
    gateway = new Gateway(Settings.load(GatewaySettings.class, Map.of(
        "gateway.port", "0", "gateway.admin.port", "0", "gateway.topic", topic,
        "gateway.kafka.bootstrap-servers", kafka.bootstrapServers(),
        "gateway.auth.jwks.url", provider.url().toString(),
        "gateway.auth.jwks.min-interval", "100ms", "gateway.auth.issuer", ISSUER,
        "gateway.auth.audience", AUDIENCE)));
    gateway.start();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    gateway.close();
    provider.close();
  }

  @Test
  void keysComeLateAndStayWhenTheProviderGoes() throws Exception {
    await().atMost(Duration.ofSeconds(30))
        .until(() -> admin("/health/ready").body().contains("answered 503"));
    var early = post(token(FIRST, "P-1"));
    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(early.body()).contains("\"keys_unavailable\"").contains("\"retryable\":true");
    assertThat(early.headers().firstValue("retry-after")).isPresent();

    provider.with(FIRST);
    await().atMost(Duration.ofSeconds(30))
        .until(() -> admin("/health/ready").statusCode() == 200);
    var token = token(FIRST, "P-1");
    assertThat(post(token).statusCode()).isEqualTo(202);
    provider.with(FIRST, SECOND);
    assertThat(post(token(SECOND, "P-1")).statusCode()).isEqualTo(202);
    assertThat(post(token(SECOND, "P-2")).statusCode()).isEqualTo(403);

    provider.close();

    assertThat(post(token).statusCode()).isEqualTo(202);
    assertThat(post(token(FIRST, "P-1")).statusCode()).isEqualTo(202);
    assertThat(post(token(SigningKey.ec("third"), "P-1")).statusCode()).isEqualTo(401);
    assertThat(admin("/health/ready").statusCode()).isEqualTo(200);
    assertThat(admin("/metrics").body())
        .contains("epro_gateway_auth_tokens_total{outcome=\"cached\"} 1.0")
        .contains("epro_gateway_auth_tokens_total{outcome=\"unknown_key\"} 1.0")
        .contains("epro_gateway_auth_refreshes_total{result=\"fetched\"}")
        .contains("epro_gateway_auth_cache_tokens ").contains("epro_gateway_auth_keys 2.0")
        .contains("epro_gateway_auth_keys_age_seconds ")
        .contains("epro_gateway_auth_waiting 0.0");
    assertThat(RawTopic.records(kafka.bootstrapServers(), topic)).hasSize(4);
  }

  private static String token(SigningKey key, String patient) {
    return signed(key, claims(Map.of("sub", "\"" + patient + "\"", "exp",
        Long.toString(Instant.now().getEpochSecond() + 300), "jti",
        "\"" + System.nanoTime() + "\"")));
  }

  private HttpResponse<String> post(String token) throws Exception {
    return client.send(HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + gateway.port() + "/v1/reports"))
        .header("Content-Type", "application/json").header("Authorization", "Bearer " + token)
        .timeout(Duration.ofSeconds(60)).POST(BodyPublishers.ofString("{\"patientId\":\"P-1\"}"))
        .build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> admin(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + gateway.adminPort() + path)).build(),
        BodyHandlers.ofString());
  }
}
