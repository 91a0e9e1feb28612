package io.epro.local.up;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second {@code up} off a data directory. The system lets go of it when the JVM ends. */
public final class DataLock implements AutoCloseable {
  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /** @throws IOException naming the process that has the directory, when there is one */
  public static DataLock take(Path data) throws IOException {
    Files.createDirectories(data);
    var file = data.resolve("up.lock");
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
        StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new IOException("another up (process " + Files.readString(file).strip() + ") runs on "
          + data + "; stop it, or give --data another directory");
    }
    channel.truncate(0);
    channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
    return new DataLock(channel);
  }

  /** Whether some {@code up} has the directory now. */
  public static boolean isTaken(Path data) throws IOException {
    var file = data.resolve("up.lock");
    if (!Files.exists(file)) {
      return false;
    }
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !locked(channel);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  // The lock lives as long as its channel does.
  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
