package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** kill -9 of the gateway in mid-load, and a graceful restart, with phones that retry. */
class GatewayKilledIT {
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final int PHONES = 40;

  @Test
  void everyGuaranteeHoldsForPhonesThatRetry() throws Exception {
    Rig.play("the gateway killed", Map.of(), rig -> {
      var gateway = rig.startGateway();
      rig.startProcessor();
      var load = rig.loadOnGateway(PHONES, 1_500);
      for (int i = 0; i < 2; i++) {
        rig.awaitAcknowledgements(load);
        rig.awaitRandomMoment(gateway, MOMENT);
        rig.kill(gateway);
        gateway.start();
      }
      rig.awaitAcknowledgements(load);
      rig.awaitRandomMoment(gateway, MOMENT);
      rig.stop(gateway);
      gateway.start();
      rig.settle(load, 10_000);
      assertThat(load.retries()).as("phones that had to retry").isPositive();
    });
  }
}
