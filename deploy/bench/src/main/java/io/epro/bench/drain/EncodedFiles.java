package io.epro.bench.drain;

import io.epro.processor.validate.Rules;
import java.io.IOException;
import java.nio.file.Path;

/** The encoded rows of the whole backlog, a file for each connection of {@link BareCopy}. */
final class EncodedFiles {
  private EncodedFiles() {}

  static Path of(Path directory, int lane) {
    return directory.resolve("lane-" + lane + ".rows");
  }

  static void write(String bootstrapServers, Path directory, int lanes, Rules rules,
      boolean retries) throws IOException {
    for (int number = 0; number < lanes; number++) {
      try (var lane = new Lane(bootstrapServers, "bench-encode", number, lanes)) {
        new EncodedRows(rules, retries).write(lane, of(directory, number));
      }
    }
  }
}
