package io.epro.bench.flink;

import io.epro.bench.peer.ReportRow;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;

/** Binds a row to the statement. */
final class ReportInsert implements JdbcStatementBuilder<ReportRow> {
  private static final long serialVersionUID = 1;

  static final String SQL = "insert into epro.report (patient_id, report_id, reported_at,"
      + " heart_rate, temperature, symptoms, medications, unknown_drugs, received_at,"
      + " source_partition, source_offset, content_sha256)"
      + " values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?) on conflict do nothing";

  @Override
  public void accept(PreparedStatement insert, ReportRow row) throws SQLException {
    insert.setString(1, row.patientId());
    insert.setObject(2, row.id());
    insert.setTimestamp(3, new Timestamp(row.reportedAt()));
    insert.setObject(4, row.heartRate(), Types.SMALLINT);
    insert.setObject(5, row.temperature(), Types.DOUBLE);
    var symptoms = row.symptoms();
    insert.setArray(6,
        symptoms == null ? null : insert.getConnection().createArrayOf("text", symptoms));
    insert.setString(7, row.medications());
    insert.setInt(8, row.unknownDrugs());
    insert.setTimestamp(9, new Timestamp(row.receivedAt()));
    insert.setInt(10, row.partition());
    insert.setLong(11, row.offset());
    insert.setBytes(12, row.sha256());
  }
}
