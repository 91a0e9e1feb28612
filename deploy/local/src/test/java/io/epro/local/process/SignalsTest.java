package io.epro.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalsTest {
  @TempDir
  private Path directory;

  @Test
  void whatIsFrozenStandsStillAndGoesOnWhenTold() throws Exception {
    var log = directory.resolve("log");
    var child = ChildProcess.start(new Command("busy",
        List.of("sh", "-c", "while :; do echo x; done"), Map.of(), log));
    try {
      await().until(() -> Files.size(log) > 0);

      Signals.freeze(child.pid());
      long frozen = Files.size(log);
      child.waitFor(Duration.ofMillis(100));
      assertThat(Files.size(log)).isEqualTo(frozen);

      Signals.send("CONT", child.pid());
      await().until(() -> Files.size(log) > frozen);
    } finally {
      child.kill();
    }
  }

  @Test
  void whoHasEndedGetsNoSignal() throws Exception {
    var child = ChildProcess.start(new Command("short", List.of("true"), Map.of(),
        directory.resolve("log")));
    assertThat(child.waitFor(Duration.ofSeconds(10))).isTrue();

    assertThatIOException().isThrownBy(() -> Signals.freeze(child.pid()))
        .withMessageContaining("STOP").withMessageContaining(Long.toString(child.pid()));
  }
}
