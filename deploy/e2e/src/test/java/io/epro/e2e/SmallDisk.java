package io.epro.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system of its own, that can be filled up: a tmpfs, so that it takes root to have one. */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 64 * 1024;

  private final Path mountPoint;

  private SmallDisk(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /** Skips the test where this user, or this machine, may not mount. */
  static SmallDisk mounted(int mebibytes) throws IOException {
    var mountPoint = Files.createTempDirectory("epro-disk-");
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "epro-e2e",
        mountPoint.toString()), "no small disk: mounting a tmpfs takes root (or CAP_SYS_ADMIN)");
    return new SmallDisk(mountPoint);
  }

  /** On the disk, for whoever is to run out of space. */
  Path directory() throws IOException {
    return Files.createDirectories(mountPoint.resolve("data"));
  }

  /** Takes all that is left. */
  void fill() throws IOException {
    byte[] block = new byte[BLOCK];
    try (var ballast = Files.newOutputStream(ballast())) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      if (mountPoint.toFile().getUsableSpace() >= BLOCK) {
        throw e;
      }
    }
  }

  /** Gives it back. */
  void clear() throws IOException {
    Files.delete(ballast());
  }

  private Path ballast() {
    return mountPoint.resolve("ballast");
  }

  // Lazily: after a failure someone may still have files open there.
  @Override
  public void close() throws IOException {
    if (!run("umount", "-l", mountPoint.toString())) {
      throw new IOException(mountPoint + " cannot be unmounted");
    }
    Files.delete(mountPoint);
  }

  private static boolean run(String... words) throws IOException {
    var process = new ProcessBuilder(List.of(words)).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
