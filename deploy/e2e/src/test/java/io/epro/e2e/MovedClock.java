package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epro.local.system.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * The wall clock of the programs that are launched with it, moved at will: {@code clock.c}, compiled here.
 * Of our own, since libfaketime also stands between a JVM and its waiting: what hangs under it may hang by it.
 */
final class MovedClock {
  private final Path offset;
  private final Path library;

  private MovedClock(Path offset, Path library) {
    this.offset = offset;
    this.library = library;
  }

  /** Right at first. Skips the test where there is no C compiler. */
  static MovedClock in(Path directory) throws IOException, InterruptedException {
    var source = directory.resolve("clock.c");
    try (InputStream code = MovedClock.class.getResourceAsStream("clock.c")) {
      Files.copy(Objects.requireNonNull(code), source);
    }
    var clock = new MovedClock(directory.resolve("clock"), directory.resolve("clock.so"));
    clock.move(Duration.ZERO);
    assumeTrue(hasCompiler(), "there is no C compiler (cc)");
    var compiling = new ProcessBuilder("cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o",
        clock.library.toString(), source.toString(), "-ldl").inheritIO().start();
    assertThat(compiling.waitFor()).as("clock.c compiles").isZero();
    return clock;
  }

  private static boolean hasCompiler() throws InterruptedException {
    try {
      return new ProcessBuilder("cc", "--version").redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  Launch launch() {
    return Launch.withEnvironment(
        Map.of("LD_PRELOAD", library.toString(), "EPRO_CLOCK", offset.toString()));
  }

  /** From now on it is that much ahead of the right time, in whole seconds; behind, if negative. */
  void move(Duration ahead) throws IOException {
    var seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder())
        .putLong(0, ahead.toSeconds());
    // In place: the programs have the file mapped.
    try (var file = Files.newByteChannel(offset, StandardOpenOption.CREATE,
        StandardOpenOption.WRITE)) {
      file.write(seconds);
    }
  }
}
