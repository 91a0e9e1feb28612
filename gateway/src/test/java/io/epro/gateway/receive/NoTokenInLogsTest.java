package io.epro.gateway.receive;

import static io.epro.gateway.admit.token.TestTokens.claims;
import static io.epro.gateway.admit.token.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.epro.gateway.admit.token.FakeProvider;
import io.epro.gateway.admit.token.SigningKey;
import io.epro.gateway.admit.token.TestTokens;
import io.epro.gateway.admit.token.TokenAccess;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** A canary in every claim, header and key: none of it sings in a log, a metric or an answer. */
@Timeout(60)
class NoTokenInLogsTest {
  private static final String CANARY = "canary7f3a";
  private static final Map<String, String> SINGING = Map.of("sub", "\"" + CANARY + "\"", "name",
      "\"" + CANARY + "\"", CANARY, "1");
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();

  /** Keeps every event as text, with its key-values and its exception. */
  private final class Keeper extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      var cause = event.getThrowableProxy();
      logged.add(event.getFormattedMessage() + " " + event.getKeyValuePairs()
          + (cause == null ? "" : " " + cause.getClassName() + ": " + cause.getMessage()));
    }
  }

  @Test
  void aTokenIsNowhereButInItsRequest() throws Exception {
    var key = SigningKey.rsa("key");
    var tokens = List.of(signed(key, claims(SINGING)),
        signed(SigningKey.rsa("key"), claims(SINGING)),
        signed(SigningKey.ec(CANARY), claims(SINGING)),
        signed(key, "{\"alg\":\"" + CANARY + "\"}", claims(SINGING)),
        signed(key, "{\"alg\":\"RS256\",\"jku\":\"https://" + CANARY + "\"}", claims(SINGING)),
        signed(key, claims(Map.of("iss", "\"" + CANARY + "\""))),
        signed(key, claims(Map.of("aud", "\"" + CANARY + "\""))),
        signed(key, claims(Map.of("exp", "1", "sub", "\"" + CANARY + "\""))),
        signed(key, claims(Map.of("sub", "[\"" + CANARY + "\"]"))),
        signed(key, "{\"" + CANARY), CANARY, CANARY + "." + CANARY + "." + CANARY);
    var keeper = new Keeper();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var level = root.getLevel();
    root.setLevel(Level.TRACE);
    root.addAppender(keeper);
    keeper.start();
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (var provider = new FakeProvider().with(key);
        var access = new TokenAccess(provider.source(), TestTokens.RULES, TestTokens.LIMITS,
            InstantSource.fixed(TestTokens.NOW), registry)) {
      access.start();
      try (var harness = Harness.start(Harness.PATIENT, Harness.ROOMY, access)) {
        for (var token : tokens) {
          for (var scheme : List.of("Bearer ", "Bearer  ", "Basic ")) {
            var answer = harness.send(harness.request().header("Authorization", scheme + token)
                .POST(BodyPublishers.ofString(Harness.REPORT)));

            assertThat(answer.statusCode()).isIn(401, 403);
            assertSilent(answer.body() + answer.headers().map());
          }
        }
      }
    } finally {
      root.detachAppender(keeper);
      root.setLevel(level);
    }

    assertThat(logged).as("log lines of this gateway")
        .anyMatch(line -> line.contains("the identity provider's keys"));
    // The client of this very test logs what it sends, in java.net.http's own loggers, if at all.
    logged.forEach(NoTokenInLogsTest::assertSilent);
    assertSilent(registry.scrape());
  }

  private static void assertSilent(String text) {
    assertThat(text).doesNotContain(CANARY).doesNotContain("eyJ");
  }
}
