package io.epro.bench.safeguards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How far a variant's process is, told by two files: one when it is warm, one when it is done, each with
 * the number of records committed.
 *
 * @param warmUp records that do not count, the first ones
 * @param records in the backlog
 */
record Progress(Path directory, String group, long warmUp, long records) {
  private static final Duration LOOK = Duration.ofMillis(2);

  static Progress of(List<String> arguments) {
    return new Progress(Path.of(arguments.get(0)), arguments.get(1),
        Long.parseLong(arguments.get(2)), Long.parseLong(arguments.get(3)));
  }

  List<String> arguments() {
    return List.of(directory.toString(), group, Long.toString(warmUp), Long.toString(records));
  }

  /** Watches to the end. */
  void tell(LongSupplier committed) throws IOException, InterruptedException {
    write(warm(), await(committed, warmUp));
    write(done(), await(committed, records));
  }

  private static long await(LongSupplier committed, long atLeast) throws InterruptedException {
    long now = committed.getAsLong();
    while (now < atLeast) {
      Thread.sleep(LOOK);
      now = committed.getAsLong();
    }
    return now;
  }

  /** 0 before it is warm. */
  long committed() {
    try {
      Path told = finished() ? done() : warm();
      return Files.exists(told) ? Long.parseLong(Files.readString(told)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean finished() {
    return Files.exists(done());
  }

  private Path warm() {
    return directory.resolve(group + ".warm");
  }

  private Path done() {
    return directory.resolve(group + ".done");
  }

  private void write(Path file, long number) throws IOException {
    Path part = directory.resolve(group + ".part");
    Files.writeString(part, Long.toString(number));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
