package io.epro.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  @TempDir
  Path directory;
  private Path log;

  @BeforeEach
  void chooseLog() {
    log = directory.resolve("logs/child.log");
  }

  @Test
  void writesOutputAndErrorToTheLogAndTellsTheExitCode() throws Exception {
    var child = shell("echo out; echo err >&2; echo $GIVEN; exit 3");

    assertThat(child.waitFor(Duration.ofSeconds(10))).isTrue();

    assertThat(child.exitCode()).isEqualTo(OptionalInt.of(3));
    assertThat(Files.readAllLines(log)).containsExactly("out", "err", "value");
    assertThat(child.diagnosis()).contains("exit code 3").contains("\n    err");
  }

  @Test
  void appendsToTheLogOfTheRunBefore() throws Exception {
    shell("echo one").waitFor(Duration.ofSeconds(10));
    shell("echo two").waitFor(Duration.ofSeconds(10));

    assertThat(Files.readAllLines(log)).containsExactly("one", "two");
  }

  @Test
  void stopsWithSigtermWhenTheChildHeedsIt() throws Exception {
    var child = shell("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done");
    await().until(() -> Files.readString(log).contains("up"));

    assertThat(child.stop(Duration.ofSeconds(10))).isTrue();

    assertThat(child.exitCode()).isEqualTo(OptionalInt.of(0));
    assertThat(Files.readString(log)).contains("bye");
  }

  @Test
  void killsAChildThatDoesNotHeedSigterm() throws Exception {
    var child = shell("trap '' TERM; echo up; while :; do sleep 0.05; done");
    await().until(() -> Files.readString(log).contains("up"));

    assertThat(child.stop(Duration.ofMillis(200))).isFalse();

    assertThat(child.exitCode()).isEqualTo(OptionalInt.of(128 + 9));
  }

  @Test
  void aChildDoesNotOutliveAParentThatIsKilled() throws Exception {
    var output = directory.resolve("parent.log");
    var parent = ChildProcess.start(Command.java("parent", List.of("-cp",
        System.getProperty("java.class.path")), List.of(Parent.class.getName(), log.toString()),
        output));
    var form = Pattern.compile("child (\\d+)");
    await().atMost(Duration.ofSeconds(20))
        .until(() -> form.matcher(Files.readString(output)).find());
    var line = form.matcher(Files.readString(output));
    assertThat(line.find()).isTrue();
    var child = ProcessHandle.of(Long.parseLong(line.group(1))).orElseThrow();

    parent.kill();

    await().atMost(Duration.ofSeconds(10)).until(() -> !child.isAlive());
  }

  @Test
  void aProgramThatDoesNotExistIsAnErrorOrEndsAtOnce() throws Exception {
    assertThatThrownBy(() -> {
      var child = ChildProcess
          .start(new Command("ghost", List.of("/no/such/program"), Map.of(), log));
      child.waitFor(Duration.ofSeconds(10));
      throw new IOException(child.diagnosis());
    }).isInstanceOf(IOException.class).hasMessageContaining("/no/such/program");
  }

  private ChildProcess shell(String script) throws IOException {
    return ChildProcess.start(new Command("shell", List.of("sh", "-c", script),
        Map.of("GIVEN", "value"), log));
  }
}
