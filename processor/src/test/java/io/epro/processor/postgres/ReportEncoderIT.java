package io.epro.processor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.local.fixture.RealPostgres;
import io.epro.processor.enrich.EnrichedReport;
import io.epro.processor.sink.CopyBuffer;
import io.epro.processor.sink.ReportEncoder;
import io.epro.processor.sink.Row;
import io.epro.processor.sink.SourceRecord;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Verdict;
import io.epro.report.ReportId;
import io.epro.report.TestReports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** The binary rows against plain INSERTs of the same reports, by what Postgres then holds. */
class ReportEncoderIT {
  private static final long RECEIVED = TestReports.TIMESTAMP + 60_000;
  private static final RealPostgres.Database REAL = RealPostgres.get().freshDatabase();
  private static final String COPY_BEGIN = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0";
  private static final String VALUES = "?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?";

  static {
    try (var database = new Database(PostgresReportStoreIT.settings(REAL),
        new SimpleMeterRegistry())) {
      database.prepare();
    }
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void aCopiedRowEqualsAnInsertedOne(@ForAll("bodies") List<String> bodies) throws Exception {
    List<Row> rows = rows(bodies);
    try (Connection connection = REAL.connect(); var statement = connection.createStatement()) {
      statement.execute("set search_path = epro");
      statement.execute("truncate report");
      statement.execute("create temporary table plain (like report including defaults)");
      copy(connection, rows);
      insert(connection, rows);
      for (String difference : List.of("select * from report except select * from plain",
          "select * from plain except select * from report")) {
        try (var result = statement.executeQuery("select count(*) from ("
            + difference.replace("*", ReportEncoder.COLUMNS) + ") d")) {
          result.next();
          assertThat(result.getLong(1)).isZero();
        }
      }
    }
  }

  @Provide
  Arbitrary<List<String>> bodies() {
    return TestReports.valid().list().ofSize(100);
  }

  private static List<Row> rows(List<String> bodies) throws Exception {
    var validator = new ReportValidator(Rules.from(PostgresReportStoreIT.settings(REAL).rules()));
    var rows = new ArrayList<Row>();
    for (String body : bodies) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      if (validator.validate(bytes, RECEIVED) instanceof Verdict.Valid(Report report)) {
        UUID id = ReportId.ofKey(report.patientId(), new UUID(7, rows.size()));
        var source = new SourceRecord(3, rows.size(), bytes, bytes, id, new byte[32], RECEIVED);
        rows.add(new Row(source, id, new EnrichedReport(report, medications(report), 1)));
      }
    }
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static byte @Nullable [] medications(Report report) throws Exception {
    return report.medications() == null ? null
        : new ObjectMapper().writeValueAsBytes(report.medications());
  }

  private static void copy(Connection connection, List<Row> rows) throws SQLException {
    var buffer = new CopyBuffer(16);
    buffer.putBytes(COPY_BEGIN.getBytes(StandardCharsets.ISO_8859_1));
    rows.forEach(row -> ReportEncoder.encode(row, buffer));
    buffer.putShort(-1);
    var copy = connection.unwrap(PGConnection.class).getCopyAPI()
        .copyIn("copy report (" + ReportEncoder.COLUMNS + ") from stdin (format binary)");
    copy.writeToCopy(buffer.array(), 0, buffer.size());
    assertThat(copy.endCopy()).isEqualTo(rows.size());
  }

  private static void insert(Connection connection, List<Row> rows) throws SQLException {
    try (var insert = connection.prepareStatement(
        "insert into plain (" + ReportEncoder.COLUMNS + ") values (" + VALUES + ")")) {
      for (Row row : rows) {
        bind(connection, insert, row);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void bind(Connection connection, PreparedStatement insert, Row row)
      throws SQLException {
    Report report = row.enriched().report();
    insert.setString(1, report.patientId());
    insert.setObject(2, row.reportId());
    insert.setTimestamp(3, new Timestamp(report.timestamp()));
    insert.setObject(4, report.heartRate().isPresent() ? report.heartRate().getAsInt() : null,
        Types.SMALLINT);
    insert.setObject(5,
        report.temperature().isPresent() ? report.temperature().getAsDouble() : null,
        Types.DOUBLE);
    insert.setArray(6, report.symptoms() == null ? null
        : connection.createArrayOf("text", report.symptoms().toArray()));
    byte[] json = row.enriched().medicationsJson();
    insert.setString(7, json == null ? null : new String(json, StandardCharsets.UTF_8));
    insert.setInt(8, row.enriched().unknownDrugs());
    insert.setTimestamp(9, new Timestamp(row.source().receivedAt()));
    insert.setInt(10, row.source().partition());
    insert.setLong(11, row.source().offset());
    insert.setBytes(12, row.source().sha256());
  }
}
