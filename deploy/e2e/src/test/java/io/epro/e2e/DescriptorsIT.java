package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.system.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No file descriptor is left to a running process: it waits, and works again by itself when there are. */
@Tag("fault")
class DescriptorsIT {
  private static final Duration MOMENT = Duration.ofSeconds(10);

  @Test
  void aGatewayWithoutDescriptorsRecoversByItself() throws Exception {
    Rig.play("a gateway out of descriptors", Map.of(), rig -> {
      var gateway = rig.startGateway();
      rig.startProcessor();
      var load = rig.loadOnGateway(40, 800);
      rig.progress().awaitEverywhere();
      exhaust(gateway);
      // Its connections to the broker must be made anew, and cannot.
      rig.system().kafka().kill();
      rig.system().kafka().start();
      long acknowledged = load.sent().acknowledgedCount();
      rig.awaitMoment(gateway, MOMENT);
      assertThat(load.sent().acknowledgedCount()).as("it cannot reach the broker")
          .isEqualTo(acknowledged);
      limit(gateway, "1024");
      rig.awaitAcknowledgements(load);
      rig.progress().recovers("a gateway out of file descriptors, until there are some",
          Duration.ofSeconds(30));
      rig.settle(load, 5_000);
      assertThat(gateway.awaitReady().process().alive()).isTrue();
    });
  }

  @Test
  void aProcessorWithoutDescriptorsRecoversByItself() throws Exception {
    Rig.play("a processor out of descriptors", Map.of(), rig -> {
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(800);
      rig.awaitWork(processor);
      exhaust(processor);
      rig.system().postgres().kill();
      rig.system().postgres().start();
      await("it says that it waits").atMost(Rig.PATIENCE).until(() -> !processor.ready());
      rig.awaitMoment(processor, MOMENT);
      limit(processor, "1024");
      rig.progress().recovers("a processor out of file descriptors, until there are some",
          Duration.ofSeconds(30));
      rig.settle(load, 5_000);
      assertThat(processor.awaitReady().process().alive()).isTrue();
    });
  }

  private static void exhaust(Program program) throws IOException, InterruptedException {
    try (var open = Files.list(Path.of("/proc", String.valueOf(program.pid()), "fd"))) {
      assertThat(open.count()).isPositive();
    }
    limit(program, "8"); // those that are open stay
  }

  /** The soft limit of a running process, by util-linux. */
  private static void limit(Program program, String files)
      throws IOException, InterruptedException {
    var prlimit = new ProcessBuilder("prlimit", "--pid", String.valueOf(program.pid()),
        "--nofile=" + files + ":").inheritIO().start();
    assertThat(prlimit.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(prlimit.exitValue()).isZero();
  }
}
