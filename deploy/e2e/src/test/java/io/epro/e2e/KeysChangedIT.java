package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.gateway.admit.token.FakeProvider;
import io.epro.gateway.admit.token.SigningKey;
import io.epro.gateway.admit.token.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The identity provider changes its keys under load, and then goes away. No phone is sent away for it:
 * a single 401 ends the load.
 */
class KeysChangedIT {
  private static final int PHONES = 20;
  private static final SigningKey FIRST = SigningKey.rsa("first");
  private static final SigningKey SECOND = SigningKey.ec("second");

  @Test
  void nobodyIsSentAwayWhileKeysChangeOrTheProviderIsAway() throws Exception {
    try (var provider = new FakeProvider().with(FIRST)) {
      Rig.play("the provider's keys change", Map.of(), rig -> {
        var gateway = rig.startGateways(1, settings(provider)).getFirst();
        rig.startProcessor();
        var tokens = new ChangingTokens(FIRST);
        var load = rig.loadOnGateway(PHONES, 400, tokens);
        rig.awaitAcknowledgements(load);

        // Both keys, half of the patients with each.
        provider.with(FIRST, SECOND);
        tokens.use(FIRST, SECOND);
        await("phones with new tokens").atMost(Rig.PATIENCE).until(() -> tokens.phones() == PHONES);
        rig.awaitAcknowledgements(load);

        // The first key goes, once nobody sends its tokens any more.
        tokens.use(SECOND);
        await("phones without old tokens").atMost(Rig.PATIENCE)
            .until(() -> tokens.phones() == PHONES);
        assertThat(status(rig, FIRST)).isNotEqualTo(401);
        provider.with(SECOND);
        await("the first key is gone").atMost(Rig.PATIENCE).until(() -> status(rig, FIRST) == 401);
        rig.awaitAcknowledgements(load);

        provider.close();
        long failed = Metric.FAILED_REFRESHES.of(gateway);
        await("the gateway misses its provider").atMost(Rig.PATIENCE)
            .until(() -> Metric.FAILED_REFRESHES.of(gateway) > failed + 1);
        rig.awaitAcknowledgements(load);
        rig.settle(load, 2_000);
        assertThat(gateway.ready()).isTrue();
      });
    }
  }

  static Map<String, String> settings(FakeProvider provider) {
    var settings = new HashMap<String, String>();
    settings.put("gateway.auth.public-key", "");
    settings.put("gateway.auth.jwks.url", provider.url().toString());
    settings.put("gateway.auth.jwks.refresh-interval", "1s");
    settings.put("gateway.auth.jwks.min-interval", "200ms");
    settings.put("gateway.auth.issuer", TestTokens.ISSUER);
    settings.put("gateway.auth.audience", TestTokens.AUDIENCE);
    return settings;
  }

  /** Of a request that is refused either way: as a stranger's, or for its body. */
  private static int status(Rig rig, SigningKey key) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(
          URI.create(rig.gatewayUrls().getFirst() + "/v1/reports"))
          .header("Content-Type", "application/json")
          .header("Authorization", "Bearer " + ChangingTokens.of("P-by-hand", key))
          .POST(BodyPublishers.ofString("{")).build(), BodyHandlers.discarding()).statusCode();
    }
  }
}
