package io.epro.processor.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Does what a batch needs and undoes it, so that a database which answers and takes no rows is not
 * taken for one that is back: batches would be given up again and again.
 */
final class WriteProbe {
  private static final List<String> STEPS = List.of(
      // Fails where the tables are missing or not ours to write, or the server reads only.
      "insert into report select * from report where false",
      "insert into rejection (source_topic, source_partition, source_offset, reasons, received_at)"
          + " select '', 0, 0, '[]', now() where false",
      "insert into ledger select * from ledger where false",
      "update ledger set updated_at = now() where false",
      "insert into ledger_hole select * from ledger_hole where false",
      // Needs room on disk for about a batch (2 MiB), and the time to write it. Too short to be compressed.
      "create temporary table epro_probe on commit drop as"
          + " select repeat('x', 1900) as filling from generate_series(1, 1100)");

  private WriteProbe() {}

  /** @throws SQLException as a batch would meet it */
  static void write(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (String step : STEPS) {
        statement.execute(step);
      }
    } finally {
      connection.rollback();
    }
  }
}
