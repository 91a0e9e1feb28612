package io.epro.e2e;

import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** kill -9 of the only processor in mid-load, again and again. */
class ProcessorKilledIT {
  private static final Duration MOMENT = Duration.ofMillis(800);
  private static final Duration START_UP = Duration.ofSeconds(3);

  @UnderBothProtocols
  void everyGuaranteeHoldsThroughThreeKills(Protocol protocol) throws Exception {
    play(protocol, 3, 20_000, 1_500);
  }

  @Tag("long")
  @UnderBothProtocols
  void everyGuaranteeHoldsThroughTwentyFourKills(Protocol protocol) throws Exception {
    play(protocol, 24, 250_000, 2_000);
  }

  private static void play(Protocol protocol, int kills, long reports, double perSecond)
      throws Exception {
    Rig.play("a processor killed " + kills + " times, " + protocol, protocol.settings(), rig -> {
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(perSecond);
      for (int i = 1; i <= kills; i++) {
        if (i % 6 == 0) {
          rig.awaitRandomMoment(processor, START_UP); // for once while it starts or joins
        } else {
          rig.awaitWork(processor);
          rig.awaitRandomMoment(processor, MOMENT);
        }
        rig.kill(processor);
        processor.start();
      }
      rig.settle(load, reports);
    });
  }
}
