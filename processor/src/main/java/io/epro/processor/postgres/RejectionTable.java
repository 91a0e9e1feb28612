package io.epro.processor.postgres;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.SourceRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;

/** The table {@code rejection}, for one source topic. Stateless. */
public final class RejectionTable {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INSERT = "insert into rejection (source_topic, source_partition,"
      + " source_offset, report_id, patient_id, reasons, raw, received_at,"
      + " trace_id) values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)";

  private final String topic;

  public RejectionTable(String topic) {
    this.topic = topic;
  }

  /**
   * Adds them. The ledger has shown that these records were never applied, so a row that stands at
   * their coordinates is of another topic of the same name.
   *
   * @throws LedgerFault in that case
   */
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
        insert.setObject(9, source.traceId(), Types.OTHER);
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw new LedgerFault("the table rejection already holds records of topic " + topic
            + " at offsets that were never applied: they are of a former topic of this name. Set their"
            + " source_topic to another name, then start again");
      }
      throw e;
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
