package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Partitions that move between two processors in mid-load, because one joins, leaves or dies. */
class TwoProcessorsIT {
  private static final Duration MOMENT = Duration.ofMillis(500);
  /** Three times the goal that deploy/bench/restarts measures: machines that run tests are busy. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  @UnderBothProtocols
  void everyGuaranteeHoldsAndNoPartitionWaitsLongWhenEachRestartsAndOneIsKilled(Protocol protocol)
      throws Exception {
    Rig.play("two processors, " + protocol, protocol.settings(), rig -> {
      var first = rig.startProcessor();
      var load = rig.loadOnTopic(1_500);
      rig.awaitWork(first);

      var second = rig.startProcessor(); // joins
      rig.awaitWork(second);
      rig.awaitRandomMoment(second, MOMENT);

      try (var pauses = rig.watchPauses()) {
        for (var processor : List.of(first, second)) { // as a deployment does
          rig.stop(processor);
          processor.start();
          rig.awaitWork(processor);
        }
        rig.progress().awaitEverywhere();
        assertThat(pauses.longest().getLast()).as("longest pause of the restarts")
            .isLessThan(LONGEST_PAUSE);

        pauses.forget();
        rig.awaitRandomMoment(second, MOMENT);
        rig.kill(second);
        rig.progress().awaitEverywhere(); // by the first alone
        assertThat(pauses.longest().getLast()).as("longest pause after the kill")
            .isLessThan(LONGEST_PAUSE);
      }
      rig.settle(load, 20_000);
    });
  }
}
