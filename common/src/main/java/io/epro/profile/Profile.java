package io.epro.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A finished profile, in a folder of its own that this user alone can read; gone when closed.
 *
 * @param directory holds nothing else
 * @param file in the format that was asked for
 * @param length how long was recorded: less than asked for where the recording grew too large
 */
public record Profile(Path directory, Path file, Duration length) implements AutoCloseable {

  @Override
  public void close() throws IOException {
    delete(directory);
  }

  static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
