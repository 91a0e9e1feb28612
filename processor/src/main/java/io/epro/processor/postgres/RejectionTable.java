package io.epro.processor.postgres;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.SourceRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;

/** The table {@code rejection}, for one source topic. Stateless. */
public final class RejectionTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INSERT = "insert into rejection (source_topic, source_partition,"
      + " source_offset, report_id, patient_id, reasons, raw, received_at)"
      + " values (?, ?, ?, ?, ?, ?::jsonb, ?, ?) on conflict do nothing";

  private final String topic;

  public RejectionTable(String topic) {
    this.topic = topic;
  }

  /** A rejection of a record that is there already keeps its first row. */
  void insert(Connection connection, List<Rejection> rejections) throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      for (Rejection rejection : rejections) {
        SourceRecord source = rejection.source();
        insert.setString(1, topic);
        insert.setInt(2, source.partition());
        insert.setLong(3, source.offset());
        insert.setObject(4, source.reportId(), Types.OTHER);
        insert.setString(5, rejection.patientId());
        insert.setString(6, reasons(rejection));
        insert.setBytes(7, source.value());
        insert.setTimestamp(8, new Timestamp(source.receivedAt()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static String reasons(Rejection rejection) {
    var array = JSON.createArrayNode();
    for (var violation : rejection.reasons()) {
      var reason = array.addObject();
      reason.put("code", violation.code().code()).put("pointer", violation.pointer());
      if (rejection.sqlState() != null) {
        reason.put("sqlState", rejection.sqlState());
      }
    }
    return array.toString();
  }
}
