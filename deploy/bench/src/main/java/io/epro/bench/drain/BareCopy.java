package io.epro.bench.drain;

import io.epro.processor.sink.ReportEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The ceiling, in a process of its own: COPY of rows that were encoded before, one transaction a
 * batch, one connection a file. No Kafka, no ledger, no parsing.
 */
public final class BareCopy {
  private static final String COPY = "copy epro.report (" + ReportEncoder.COLUMNS
      + ") from stdin (format binary)";

  private BareCopy() {}

  /** Arguments: as in {@link Child}. */
  public static void main(String[] arguments) throws InterruptedException {
    var child = Child.of(arguments);
    child.run(number -> copy(child, EncodedFiles.of(child.directory(), number)));
  }

  private static void copy(Child child, Path file) throws IOException, SQLException {
    try (var batches = new RowBatches(file); var connection = child.connect()) {
      while (batches.next()) {
        batches.copy(connection, COPY);
      }
    }
  }
}
