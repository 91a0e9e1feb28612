package io.epro.bench.drain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How many rows a process of ours has committed, in a file: told by it, read by the bench. Thread-safe. */
final class Told implements AutoCloseable {
  private final FileChannel file;
  private long rows;

  Told(Path path) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  synchronized void more(int committed) throws IOException {
    rows += committed;
    file.write(ByteBuffer.allocate(Long.BYTES).putLong(rows).flip(), 0);
  }

  /** 0 before it told anything. */
  static long in(Path path) throws IOException {
    return Files.exists(path) && Files.size(path) == Long.BYTES
        ? ByteBuffer.wrap(Files.readAllBytes(path)).getLong() : 0;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
