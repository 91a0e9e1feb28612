package io.epro.e2e;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SIGTERM to the only processor in mid-load, as a deployment does. */
class ProcessorStoppedIT {
  private static final Duration MOMENT = Duration.ofMillis(500);

  @Test
  void everyGuaranteeHoldsThroughAGracefulRestart() throws Exception {
    Rig.play("a processor restarted", Map.of(), rig -> {
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(1_500);
      rig.awaitWork(processor);
      rig.awaitRandomMoment(processor, MOMENT);
      rig.stop(processor);
      processor.start();
      rig.settle(load, 15_000);
    });
  }
}
