package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.load.ForeignRecords;
import io.epro.e2e.load.LargeReports;
import io.epro.local.system.Launch;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process without memory ends loudly, and whoever supervises it starts it again. */
@Tag("fault")
class OutOfHeapIT {
  /** As the JVM ends by {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  @Test
  void aProcessorOutOfHeapEndsLoudlyAndLosesNothing() throws Exception {
    Rig.play("a processor out of heap", Map.of(), rig -> {
      var load = rig.loadOnTopic(500);
      var small = rig.startProcessor(Map.of(), Launch.withJvm("-Xms48m", "-Xmx48m"));
      rig.awaitWork(small);
      try (var foreign = new ForeignRecords(rig.seed(), rig.system().kafka().bootstrapServers(),
          rig.names().raw(), load.sent())) {
        for (int i = 0; i < 200; i++) {
          foreign.validOf(1_000_000);
        }
        foreign.flush();
      }
      assertThat(small.process().waitFor(Rig.PATIENCE)).as("it ends by itself").isTrue();
      assertThat(small.process().exitCode()).hasValue(OUT_OF_MEMORY);
      var _ = rig.startProcessor();
      rig.progress().recovers("a processor out of heap, started again with more",
          Duration.ofSeconds(45));
      rig.settle(load, 3_000);
    });
  }

  /** Given less than what it may have in flight, while the broker takes nothing. */
  @Test
  void aGatewayOutOfHeapEndsLoudlyAndLosesNothing() throws Exception {
    Rig.play("a gateway out of heap", Map.of(), rig -> {
      rig.startProcessor();
      var gateway = rig.startGateway(Map.of("gateway.max-inflight-bytes", "20MiB"),
          Launch.withJvm("-Xms22m", "-Xmx22m"));
      var load = rig.loadOnGateway(40, 500);
      rig.progress().awaitEverywhere();
      try (var _ = BrokerOutage.FROZEN.begin(rig.system().kafka());
          var large = new LargeReports(rig.gatewayUrls().getFirst(), rig.siteToken(),
              load.sent())) {
        large.send(1_000);
        assertThat(gateway.process().waitFor(Rig.PATIENCE)).as("it ends by itself").isTrue();
      }
      assertThat(gateway.process().exitCode()).hasValue(OUT_OF_MEMORY);
      gateway.start().awaitReady();
      rig.progress().recovers("a gateway out of heap, started again", Duration.ofSeconds(30));
      rig.settle(load, 3_000);
    });
  }
}
