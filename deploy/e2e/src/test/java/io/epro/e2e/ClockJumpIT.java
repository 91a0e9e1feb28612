package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.evidence.EvidenceReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clocks of gateway and processor jump, as in machines whose time is set. */
@Tag("fault")
class ClockJumpIT {
  /** Tokens are good whatever the time is: that they expire by the clock is right. */
  private static final Duration LONG = Duration.ofHours(4);
  private static final Duration SOON = Duration.ofSeconds(3);

  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H"})
  void everyGuaranteeHoldsWhenTheClocksJump(String by) throws Exception {
    var jump = Duration.parse(by);
    Rig.play("the clocks jump by " + jump, Map.of(), rig -> {
      var clock = MovedClock.in(directory);
      var gateway = rig.startGateway(Map.of(), clock.launch());
      var processor = rig.startProcessor(Map.of(), clock.launch());
      var since = Instant.now().minus(LONG);
      var issuer = rig.system().issuer();
      var load = rig.loadOnGateway(40, 800,
          patient -> issuer.patient(patient, since, LONG.multipliedBy(2)));
      rig.awaitWork(processor);
      clock.move(jump);
      rig.awaitMoment(gateway, SOON); // what was under way does not count
      rig.awaitAcknowledgements(load);
      rig.progress().recovers("the clocks of gateway and processor jump by " + jump,
          Duration.ofSeconds(20));
      // Long beyond a session: what the group misses of a member would show.
      rig.settle(load, 24_000);
      assertThat(gateway.awaitReady().process().alive()).isTrue();
      assertThat(processor.awaitReady().process().alive()).isTrue();
      assertThat(new EvidenceReader(rig.system(), rig.names()).number(
          "select count(*) from %1$s.report where abs(extract(epoch from received_at - stored_at) - "
              + jump.toSeconds() + ") < 600"))
          .as("reports that came after the jump").isGreaterThan(1_000);
    });
  }
}
