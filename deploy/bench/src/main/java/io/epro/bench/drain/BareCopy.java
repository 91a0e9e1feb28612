package io.epro.bench.drain;

import io.epro.processor.sink.ReportEncoder;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * The ceiling, in a process of its own: COPY of rows that were encoded before, one transaction a
 * batch, one connection a file. No Kafka, no ledger, no parsing.
 */
public final class BareCopy {
  private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0"
      .getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] TRAILER = {-1, -1};
  private static final String COPY = "copy epro.report (" + ReportEncoder.COLUMNS
      + ") from stdin (format binary)";

  private BareCopy() {}

  /** Arguments: as in {@link Child}. */
  public static void main(String[] arguments) throws InterruptedException {
    var child = Child.of(arguments);
    child.run(number -> copy(child, EncodedFiles.of(child.directory(), number)));
  }

  private static void copy(Child child, Path file) throws IOException, SQLException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
        var connection = child.connect()) {
      var api = connection.unwrap(PGConnection.class).getCopyAPI();
      var bytes = new byte[0];
      while (true) {
        int length = in.readInt();
        int rows = in.readInt();
        bytes = length > bytes.length ? new byte[length] : bytes;
        in.readFully(bytes, 0, length);
        var copy = api.copyIn(COPY);
        copy.writeToCopy(SIGNATURE, 0, SIGNATURE.length);
        copy.writeToCopy(bytes, 0, length);
        copy.writeToCopy(TRAILER, 0, TRAILER.length);
        if (copy.endCopy() != rows) {
          throw new IllegalStateException("Postgres did not take all rows of a batch");
        }
      }
    } catch (EOFException e) {
      return; // the file's end is the last batch's
    }
  }
}
