package io.epro.processor.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.drug.Drug;
import io.epro.local.fixture.RealPostgres;
import io.epro.processor.enrich.DrugFragment;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.PlainEnrichment;
import io.epro.processor.enrich.ShardedDrugStore;
import io.epro.processor.sink.CopyBuffer;
import io.epro.processor.sink.ReportEncoder;
import io.epro.processor.sink.Row;
import io.epro.processor.sink.SourceRecord;
import io.epro.processor.validate.PlainReport;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Verdict;
import io.epro.report.TestReports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.postgresql.PGConnection;

/** The binary rows against plain INSERTs of the same reports, by what Postgres then holds. */
class ReportEncoderIT {
  private static final long RECEIVED = TestReports.TIMESTAMP + 60_000;
  private static final RealPostgres.Database REAL = RealPostgres.get().freshDatabase();
  private static final String COPY_BEGIN = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0";
  private static final Map<String, Drug> DICTIONARY = Map.of("N02BE01",
      new Drug("N02BE01", "Paracetamol", "N02BE01", null));
  private static final String VALUES = "?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?";

  static {
    try (var database = new Database(PostgresReportStoreIT.settings(REAL),
        new SimpleMeterRegistry(), () -> false)) {
      database.prepare();
    }
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void aCopiedRowEqualsAnInsertedOne(@ForAll("bodies") List<String> bodies) throws Exception {
    List<Both> rows = both(bodies);
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

  /** A report both ways: as its row's bytes, and by value. */
  private record Both(byte[] row, PlainReport report, SourceRecord source) {}

  private static List<Both> both(List<String> bodies) {
    var validator = new ReportValidator(Rules.from(PostgresReportStoreIT.settings(REAL).rules()));
    var drugs = new ShardedDrugStore();
    DICTIONARY.forEach((id, drug) -> drugs.put(id.getBytes(StandardCharsets.UTF_8),
        DrugFragment.of(drug)));
    var enricher = new Enricher(drugs, new LookupCounts());
    var row = new Row();
    var all = new ArrayList<Both>();
    for (String body : bodies) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      if (validator.validate(bytes, RECEIVED) instanceof Verdict.Valid(Report report)) {
        row.begin(3, all.size(), bytes, bytes, RECEIVED);
        row.reportId(new UUID(7, all.size()));
        if (all.size() % 2 == 0) {
          row.trace(-7, all.size());
        }
        row.report(report);
        row.enrichment(enricher.enrich(report));
        var buffer = new CopyBuffer(16);
        ReportEncoder.encode(row, buffer);
        all.add(new Both(Arrays.copyOf(buffer.array(), buffer.size()), PlainReport.of(report),
            row.source()));
      }
    }
    assertThat(all).isNotEmpty();
    return all;
  }

  private static void copy(Connection connection, List<Both> rows) throws SQLException {
    var buffer = new CopyBuffer(16);
    buffer.putBytes(COPY_BEGIN.getBytes(StandardCharsets.ISO_8859_1));
    rows.forEach(both -> buffer.putBytes(both.row()));
    buffer.putShort(-1);
    var copy = connection.unwrap(PGConnection.class).getCopyAPI()
        .copyIn("copy report (" + ReportEncoder.COLUMNS + ") from stdin (format binary)");
    copy.writeToCopy(buffer.array(), 0, buffer.size());
    assertThat(copy.endCopy()).isEqualTo(rows.size());
  }

  private static void insert(Connection connection, List<Both> rows) throws SQLException {
    try (var insert = connection.prepareStatement(
        "insert into plain (" + ReportEncoder.COLUMNS + ") values (" + VALUES + ")")) {
      for (Both row : rows) {
        bind(connection, insert, row);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void bind(Connection connection, PreparedStatement insert, Both row)
      throws SQLException {
    PlainReport report = row.report();
    var medications = report.medications();
    insert.setString(1, report.patientId());
    insert.setObject(2, row.source().reportId());
    insert.setObject(3, row.source().traceId(), Types.OTHER);
    insert.setTimestamp(4, new Timestamp(report.timestamp()));
    insert.setObject(5, report.heartRate().isPresent() ? report.heartRate().getAsInt() : null,
        Types.SMALLINT);
    insert.setObject(6,
        report.temperature().isPresent() ? report.temperature().getAsDouble() : null,
        Types.DOUBLE);
    insert.setArray(7, report.symptoms() == null ? null
        : connection.createArrayOf("text", report.symptoms().toArray()));
    insert.setString(8,
        medications == null ? null : PlainEnrichment.json(medications, DICTIONARY));
    insert.setInt(9,
        medications == null ? 0 : PlainEnrichment.unknown(medications, DICTIONARY));
    insert.setTimestamp(10, new Timestamp(row.source().receivedAt()));
    insert.setInt(11, row.source().partition());
    insert.setLong(12, row.source().offset());
    insert.setBytes(13, row.source().sha256());
  }
}
