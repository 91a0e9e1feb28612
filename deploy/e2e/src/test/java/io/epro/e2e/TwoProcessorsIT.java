package io.epro.e2e;

import java.time.Duration;

/** Partitions that move between two processors in mid-load, because one joins, leaves or dies. */
class TwoProcessorsIT {
  private static final Duration MOMENT = Duration.ofMillis(500);

  @UnderBothProtocols
  void everyGuaranteeHoldsWhenOneJoinsOneLeavesAndOneIsKilled(Protocol protocol)
      throws Exception {
    Rig.play("two processors, " + protocol, protocol.settings(), rig -> {
      var first = rig.startProcessor();
      var load = rig.loadOnTopic(1_500);
      rig.awaitWork(first);

      var second = rig.startProcessor(); // joins
      rig.awaitWork(second);
      rig.awaitRandomMoment(second, MOMENT);

      rig.stop(first); // leaves
      rig.awaitProgress();
      first.start();
      rig.awaitWork(first);

      rig.awaitRandomMoment(second, MOMENT);
      rig.kill(second);
      rig.settle(load, 20_000); // by the first alone
    });
  }
}
