package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Database or broker killed in mid-load and started again: the processor waits, rejects nothing for
 * it, and needs no restart. That nothing is rejected is part of {@code RejectsAreKept}.
 */
class OutageIT {
  private static final Duration MOMENT = Duration.ofMillis(800);

  @Test
  void everyGuaranteeHoldsWhenPostgresIsKilledAndComesBack() throws Exception {
    // Shorter than the second outage, so that the pipeline also pauses and resumes.
    var settings = Map.of("processor.sink.block-limit", "2s");
    Rig.play("Postgres killed", settings, rig -> {
      var processor = rig.startProcessor();
      long pid = processor.pid();
      var load = rig.loadOnTopic(1_500);
      for (var outage : new Duration[]{Duration.ofMillis(300), Duration.ofSeconds(4)}) {
        rig.progress().awaitMore();
        rig.awaitRandomMoment(processor, MOMENT);
        rig.system().postgres().kill();
        await("the processor says that it waits").atMost(Rig.PATIENCE)
            .until(() -> !processor.ready());
        rig.awaitMoment(processor, outage);
        rig.system().postgres().start();
      }
      rig.settle(load, 15_000);
      assertThat(processor.pid()).isEqualTo(pid);
      assertThat(processor.awaitReady().process().alive()).isTrue();
    });
  }

  @UnderBothProtocols
  void everyGuaranteeHoldsWhenTheBrokerIsKilledAndComesBack(Protocol protocol) throws Exception {
    Rig.play("the broker killed, " + protocol, protocol.settings(), rig -> {
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(1_500);
      rig.awaitWork(processor);
      rig.awaitRandomMoment(processor, MOMENT);
      rig.system().kafka().kill();
      rig.awaitRandomMoment(processor, MOMENT);
      rig.system().kafka().start();
      rig.progress().awaitMore();
      rig.settle(load, 15_000);
      assertThat(processor.awaitReady().process().alive()).isTrue();
    });
  }
}
