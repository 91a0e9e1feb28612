package io.epro.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the system took to get over each fault: a line each in {@code target/recoveries.csv}, fault and
 * milliseconds, from which the table in {@code docs/operations.md} is made.
 */
final class Recoveries {
  private static final Logger LOG = LoggerFactory.getLogger(Recoveries.class);
  private static final Path FILE = Path.of("target", "recoveries.csv");

  private Recoveries() {}

  static synchronized void note(String fault, Duration took) {
    LOG.atInfo().addKeyValue("fault", fault).addKeyValue("millis", took.toMillis())
        .log("recovered");
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, '"' + fault + "\"," + took.toMillis() + "\n",
          StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
