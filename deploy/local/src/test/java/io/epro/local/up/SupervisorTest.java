package io.epro.local.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  @TempDir
  Path directory;
  private final List<String> said = new ArrayList<>();
  private final AtomicLong ticker = new AtomicLong();
  private final AtomicReference<ChildProcess> child = new AtomicReference<>();

  @BeforeEach
  void startChild() throws IOException {
    child.set(sleeper());
  }

  @AfterEach
  void endChild() {
    child.get().kill();
  }

  @Test
  void leavesAloneWhatRuns() throws Exception {
    assertThat(supervisor(true).check()).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void reportsWhatWasKilledAndStartsItAgain() throws Exception {
    var supervisor = supervisor(true);
    long killed = child.get().pid();
    child.get().kill();

    assertThat(supervisor.check()).isTrue();

    assertThat(child.get().alive()).isTrue();
    assertThat(said).first().asString().contains("process " + killed).contains("signal 9");
    assertThat(supervisor.check()).isFalse();
  }

  @Test
  void onlyReportsItOnceWhenItIsNotToStartItAgain() throws Exception {
    var supervisor = supervisor(false);
    child.get().kill();

    assertThat(supervisor.check()).isFalse();
    assertThat(supervisor.check()).isFalse();

    assertThat(said).hasSize(1);
    assertThat(child.get().alive()).isFalse();
  }

  @Test
  void givesUpOnWhatFallsAgainAndAgain() {
    var supervisor = supervisor(true);

    assertThatThrownBy(() -> fallTimes(supervisor, 6, Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class).hasMessageContaining("does not keep running");
  }

  @Test
  void keepsStartingWhatFallsSeldom() throws Exception {
    fallTimes(supervisor(true), 8, Duration.ofMinutes(2));

    assertThat(child.get().alive()).isTrue();
  }

  private void fallTimes(Supervisor supervisor, int times, Duration apart) throws IOException {
    for (int i = 0; i < times; i++) {
      ticker.addAndGet(apart.toNanos());
      child.get().kill();
      supervisor.check();
    }
  }

  private Supervisor supervisor(boolean restarts) {
    var supervisor = new Supervisor(restarts, said::add, ticker::get);
    supervisor.watch("sleeper", child::get, () -> child.set(sleeper()));
    return supervisor;
  }

  private ChildProcess sleeper() throws IOException {
    return ChildProcess.start(new Command("sleeper", List.of("sleep", "600"), Map.of(),
        directory.resolve("sleeper.log")));
  }
}
