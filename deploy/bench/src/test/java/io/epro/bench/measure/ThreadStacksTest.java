package io.epro.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadStacksTest {
  private static final int STANDING = 200;

  @TempDir
  private Path directory;

  @Test
  void threadsAreCountedWhereTheyStandVirtualOnesToo() throws Exception {
    var standing = new CountDownLatch(STANDING);
    var end = new CountDownLatch(1);
    for (int i = 0; i < STANDING; i++) {
      Thread.ofVirtual().start(() -> stand(standing, end));
    }
    standing.await();

    var taken = ThreadStacks.take(ProcessHandle.current().pid(), directory, "here");
    end.countDown();

    assertThat(taken.through(ThreadStacksTest.class.getName() + ".stand")).isEqualTo(STANDING);
    assertThat(taken.total()).isGreaterThan(STANDING);
    assertThat(Collapsed.read(directory.resolve("here.collapsed"))).isEqualTo(taken);
    assertThat(Files.readString(directory.resolve("here.html"))).contains("<h1>here</h1>");
    try (var files = Files.list(directory)) {
      assertThat(files).as("nothing else is left").hasSize(2);
    }
  }

  private static void stand(CountDownLatch standing, CountDownLatch end) {
    standing.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
