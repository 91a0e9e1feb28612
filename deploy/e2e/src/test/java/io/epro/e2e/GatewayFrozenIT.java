package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.local.process.Signals;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SIGSTOP for longer than any timeout of a phone or of the gateway's own requests. */
@Tag("fault")
class GatewayFrozenIT {
  private static final Duration FROZEN = Duration.ofSeconds(35);

  @Test
  void everyGuaranteeHoldsWhenTheGatewayThaws() throws Exception {
    Rig.play("the gateway frozen", Map.of(), rig -> {
      var gateway = rig.startGateway();
      long pid = gateway.pid();
      rig.startProcessor();
      var load = rig.loadOnGateway(40, 800);
      rig.progress().awaitEverywhere();
      Signals.freeze(gateway.pid());
      rig.awaitMoment(gateway, FROZEN);
      Signals.send("CONT", gateway.pid());
      rig.progress().recovers("the gateway frozen for 35 s", Duration.ofSeconds(20));
      rig.settle(load, 5_000);
      assertThat(gateway.awaitReady().pid()).isEqualTo(pid);
    });
  }
}
