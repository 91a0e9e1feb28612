package io.epro.bench.spring.consumer;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code epro.report}. */
@Repository
class ReportTable {
  private static final String INSERT = "insert into epro.report (patient_id, report_id,"
      + " reported_at, heart_rate, temperature, symptoms, medications, unknown_drugs, received_at,"
      + " source_partition, source_offset, content_sha256)"
      + " values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?) on conflict do nothing";

  private final JdbcTemplate jdbc;

  ReportTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** All in one transaction; those that are there already are left as they are. */
  @Transactional
  void store(List<Row> rows) {
    jdbc.batchUpdate(INSERT, rows, rows.size(), ReportTable::set);
  }

  private static void set(PreparedStatement insert, Row row) throws SQLException {
    insert.setString(1, row.report().patientId());
    insert.setObject(2, row.id());
    insert.setTimestamp(3, new Timestamp(row.report().timestamp()));
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
