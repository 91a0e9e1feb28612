package io.epro.bench.drain;

import io.epro.local.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;

/**
 * The ceiling, in a process of its own: COPY of rows that were encoded before, one transaction a
 * batch, from several partitions in turns on each connection. No Kafka, no ledger, no parsing. When its
 * work is done it waits to be killed, so that its CPU time can still be read.
 */
public final class BareCopy {
  private BareCopy() {}

  /** Arguments: JDBC URL, directory of the rows, the file to tell its progress in, connections. */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    var directory = Path.of(arguments[1]);
    int connections = Integer.parseInt(arguments[3]);
    try (var told = new Told(Path.of(arguments[2]))) {
      Threads.run(connections, number -> copy(arguments[0], directory, number, connections, told));
    }
    new CountDownLatch(1).await();
  }

  private static void copy(String jdbcUrl, Path directory, int number, int connections, Told told)
      throws IOException, SQLException {
    var files = new ArrayDeque<RowBatches>();
    try (var connection = DriverManager.getConnection(jdbcUrl, LocalPostgres.USER,
        LocalPostgres.PASSWORD)) {
      for (var file : EncodedFiles.of(directory, number, connections).toList()) {
        files.add(new RowBatches(file));
      }
      var copy = new BinaryCopy(connection, "epro.report");
      while (!files.isEmpty()) {
        var next = files.remove();
        if (next.next()) {
          copy.write(next.bytes(), next.length(), next.rows());
          told.more(next.rows());
          files.add(next);
        } else {
          next.close();
        }
      }
    }
  }
}
