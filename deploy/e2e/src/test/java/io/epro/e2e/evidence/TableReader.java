package io.epro.e2e.evidence;

import io.epro.e2e.load.Digest;
import io.epro.local.books.LedgerRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Reads the three tables whole. */
final class TableReader {
  private static final int FETCH = 10_000;
  private static final byte[] NOTHING = {};

  private final Connection connection;
  private final String topic;

  TableReader(Connection connection, Names names) throws SQLException {
    this.connection = connection;
    this.topic = names.raw();
    connection.setSchema(names.schema());
    connection.setAutoCommit(false); // or the driver would read everything before the first row
  }

  List<ReportRow> reports() throws SQLException {
    return read("select patient_id, report_id, source_partition, source_offset,"
        + " (extract(epoch from stored_at) * 1000000)::bigint, content_sha256 from report",
        row -> new ReportRow(row.getString(1), row.getObject(2, UUID.class),
            new Coordinates(row.getInt(3), row.getLong(4)), row.getLong(5),
            Digest.ofHash(row.getBytes(6))));
  }

  List<RejectionRow> rejections() throws SQLException {
    return read("select source_partition, source_offset, state, array(select"
        + " (reason->>'code') || ' ' || (reason->>'pointer') from jsonb_array_elements(reasons)"
        + " reason), raw from rejection where source_topic = '" + topic + "'",
        row -> new RejectionRow(new Coordinates(row.getInt(1), row.getLong(2)), row.getString(3),
            Set.of((String[]) row.getArray(4).getArray()), Digest.of(bytes(row, 5))));
  }

  Map<Integer, LedgerRow> ledger() throws SQLException {
    var ledger = new HashMap<Integer, LedgerRow>();
    read("select partition, first_offset, next_offset, stored, duplicate, rejected, skipped,"
        + " erased from ledger where topic = '" + topic + "'",
        row -> ledger.put(row.getInt(1), new LedgerRow(row.getLong(2), row.getLong(3),
            row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8))));
    return ledger;
  }

  private static byte[] bytes(ResultSet row, int column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? NOTHING : bytes;
  }

  private interface Mapping<T> { T of(ResultSet row) throws SQLException; }

  private <T> List<T> read(String query, Mapping<T> mapping) throws SQLException {
    var all = new ArrayList<T>();
    try (var statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (var rows = statement.executeQuery(query)) {
        while (rows.next()) {
          all.add(mapping.of(rows));
        }
      }
    }
    return all;
  }
}
