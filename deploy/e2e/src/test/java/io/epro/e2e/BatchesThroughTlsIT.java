package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.load.BatchLoad;
import io.epro.gateway.receive.tls.TestCertificate;
import io.epro.gateway.receive.tls.TlsFiles;
import io.epro.local.token.PatientTokens;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Phones that send batches with their patients' tokens through TLS, by HTTP/1.1 and by HTTP/2, to two
 * gateways, of which one is killed in the middle and comes back.
 */
class BatchesThroughTlsIT {
  private static final int PHONES = 16;
  private static final int LINES = 50;
  private static final Duration MOMENT = Duration.ofMillis(500);
  @TempDir
  private Path folder;

  @Test
  void everyQueuedLineIsInTheTopicAndEndsAsWhatItIs() throws Exception {
    var certificate = TestCertificate.make("EC secp256r1");
    var files = new TlsFiles(folder.resolve("key.pem"), folder.resolve("chain.pem"),
        Duration.ofSeconds(10));
    certificate.write(files);
    // A line that is answered late may overtake the next ones of its patient; that is not the matter.
    var settings = Map.of("gateway.ack-timeout", "50s", "gateway.tls.key", files.key().toString(),
        "gateway.tls.certificates", files.certificates().toString());
    Rig.play("batches through TLS, a gateway killed", Map.of(), rig -> {
      var gateway = rig.startGateways(2, settings).getFirst();
      rig.startProcessor();
      var tokens = new PatientTokens(rig.system().issuer(), InstantSource.system());
      var plan = new BatchLoad.Plan(rig.seed(), PHONES, LINES, 40, rig.gatewayUrls().stream()
          .map(url -> url.replace("http://", "https://")).toList(), tokens::of);
      var load = rig.with(new BatchLoad(plan, TestCertificate.trusting(certificate))).start();

      rig.awaitAcknowledgements(load);
      rig.awaitRandomMoment(gateway, MOMENT);
      rig.kill(gateway);
      rig.awaitAcknowledgements(load);
      gateway.start().awaitReady();
      rig.awaitAcknowledgements(load);

      rig.settle(load, 10_000);
      assertThat(load.failed()).as("requests that ended with a gateway").isPositive();
      assertThat(load.strangers()).as("lines for another patient").isPositive();
      for (var version : Version.values()) {
        assertThat(load.answers(version)).as("batches by " + version).isPositive();
      }
    });
  }
}
