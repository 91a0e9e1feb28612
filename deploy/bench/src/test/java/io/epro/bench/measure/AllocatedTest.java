package io.epro.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocatedTest {
  private static final int ARRAYS = 200;
  private static final int ARRAY_BYTES = 1 << 20;

  @TempDir
  private Path directory;

  /** Allocates 200 MiB, then waits to be killed. */
  public static final class Allocator {
    private static volatile byte[] last = {};

    public static void main(String[] arguments) throws InterruptedException {
      for (int i = 0; i < ARRAYS; i++) {
        last = new byte[ARRAY_BYTES];
      }
      new CountDownLatch(last.length == 0 ? 0 : 1).await();
    }
  }

  @Test
  void itCountsWhatAnotherJvmHasAllocatedAlsoWhatIsCollected() throws Exception {
    var child = ChildProcess.start(Command.java("allocator",
        List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")),
        List.of(Allocator.class.getName()), directory.resolve("allocator.log")));
    try (var allocated = Allocated.by(child.pid())) {
      long least = (long) ARRAYS * ARRAY_BYTES;
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> allocated.bytes() >= least);
      assertThat(allocated.bytes()).isLessThan(least + (64L << 20));
    } finally {
      child.kill();
    }
  }

  @Test
  void aProcessThatHasEndedIsToldFromOneThatIsNotReady() throws Exception {
    var child = ChildProcess.start(Command.java("allocator", List.of("-version"), List.of(),
        directory.resolve("version.log")));
    assertThat(child.waitFor(Duration.ofSeconds(30))).isTrue();
    assertThatThrownBy(() -> Allocated.by(child.pid())).isInstanceOf(IOException.class)
        .hasMessageContaining("there is no process " + child.pid());
  }
}
