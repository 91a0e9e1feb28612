package io.epro.processor.postgres;

import static io.epro.processor.sink.SinkInputs.rejection;
import static io.epro.processor.sink.SinkInputs.row;
import static io.epro.processor.sink.SinkInputs.unstorable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.config.Settings;
import io.epro.local.fixture.RealPostgres;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.ledger.Hole;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.sink.ReportStore;
import io.epro.processor.sink.ReportStoreContract;
import io.epro.processor.sink.Row;
import io.epro.processor.sink.Tally;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresReportStoreIT extends ReportStoreContract {
  private final RealPostgres.Database real = RealPostgres.get().freshDatabase();
  private final Database database = new Database(settings(real), new SimpleMeterRegistry(),
      () -> false);
  private final PostgresLedger ledger = new PostgresLedger(database,
      new LedgerKey("live", "raw", "topic-id"));
  private final PostgresReportStore store = new PostgresReportStore(database,
      new PostgresReportStore.Tables(ledger, new RejectionTable("raw"),
          new ErasureTable(settings(real))));

  static ProcessorSettings settings(RealPostgres.Database real) {
    return Settings.load(ProcessorSettings.class, Map.of("processor.postgres.url", real.url(),
        "processor.postgres.user", real.user(), "processor.postgres.password", real.password(),
        "processor.sink.lock-timeout", "300ms"));
  }

  @BeforeEach
  void prepare() {
    database.prepare();
    ledger.open(0, 0);
    ledger.open(1, 0);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void oneRowThatPostgresRefusesIsRejectedAloneWithItsSqlState() {
    assertThat(committed(batch(row(0, 0), row(0, 1), unstorable(0, 2), row(0, 3), row(0, 4))))
        .containsExactly(new Tally(0, 4, 0, 1, 0, 0));
    assertThat(query("select reasons->0->>'code' || ' ' || (reasons->0->>'sqlState') from"
        + " epro.rejection")).isEqualTo("storage_rejected 22P02");
  }

  @Test
  void aRefusedRowAndADuplicateInOneBatchAreBothFound() {
    write(batch(row(0, 0, "a", "same")));
    forgetIds();
    assertThat(committed(
        batch(row(0, 1), unstorable(0, 2), row(0, 3, "a", "same"), row(0, 4))))
        .containsExactly(new Tally(0, 2, 1, 1, 0, 0));
  }

  @Test
  void refusedRowsAreFoundAmongSuspectsAsWell() {
    Row bad = unstorable(0, 3);
    batch(row(0, 1), row(0, 2), bad, row(0, 4));
    assertThat(committed(
        batch(row(0, 0), row(0, 1), row(0, 2), bad, row(0, 4), unstorable(0, 5))))
        .containsExactly(new Tally(0, 4, 0, 2, 0, 0));
    assertThat(query("select string_agg(source_offset::text, ',' order by source_offset)"
        + " from epro.report")).isEqualTo("0,1,2,4");
  }

  /** Of whatever kind: told by its line, told without one, or not before the end of the COPY. */
  @ParameterizedTest
  @ValueSource(strings = {
    "alter table epro.report add constraint odd check (source_offset % 7 <> 3)",
    "create trigger odd before insert on epro.report for each row"
        + " when (new.source_offset % 7 = 3) execute function epro.refuse()",
    "create trigger odd after insert on epro.report for each row"
        + " when (new.source_offset % 7 = 3) execute function epro.refuse()"})
  void eachOfManyRefusedRowsIsRejectedAloneAndNoOther(String refusal) {
    query("create function epro.refuse() returns trigger language plpgsql as $$ begin"
        + " raise exception 'no' using errcode = '23514'; end $$; " + refusal + "; select ''");
    Row[] rows = IntStream.range(0, 140).mapToObj(offset -> row(0, offset)).toArray(Row[]::new);
    for (int begin : new int[]{0, 5, 70}) {
      int end = begin == 0 ? 5 : begin == 5 ? 70 : 140;
      batch(Arrays.copyOfRange(rows, begin, begin == 70 ? 100 : begin)); // suspects in the last
      var tally = committed(batch(Arrays.copyOfRange(rows, begin, end))).getFirst();
      long refused = IntStream.range(begin, end).filter(offset -> offset % 7 == 3).count();
      assertThat(tally).isEqualTo(new Tally(0, end - begin - refused, 0, refused, 0, 0));
    }
    assertThat(query("select count(*)::text || ' ' || count(*) filter"
        + " (where source_offset % 7 = 3) from epro.rejection")).isEqualTo("20 20");
    assertThat(query("select string_agg(distinct reasons->0->>'sqlState', ' ')"
        + " from epro.rejection")).isEqualTo("23514");
  }

  @Test
  void aRejectionOfAFormerTopicOfTheSameNameIsNotTakenForThisOne() {
    write(batch(rejection(0, 0)));
    query("with reset as (update epro.ledger set next_offset = 0, rejected = 0 returning 1)"
        + " select count(*)::text from reset");
    assertThatThrownBy(() -> write(batch(rejection(0, 0)))).isInstanceOf(LedgerFault.class)
        .hasMessageContaining("former topic");
  }

  @Test
  void aNewRowCarriesEveryColumn() {
    write(batch(row(0, 0)));
    assertThat(query("select concat_ws('|', patient_id, reported_at, heart_rate, temperature,"
        + " symptoms, medications, unknown_drugs, received_at, source_partition, source_offset,"
        + " length(content_sha256), stored_at > now() - interval '1 minute', trace_id) from epro.report"))
        .isEqualTo(
            "P-1|2025-11-23 00:00:00+00|72|36.6|{headache,nausea}|[{\"known\": true, \"doseMg\":"
                + " 500, \"drugId\": \"N02BE01\"}]|0|2025-11-23 00:00:01+00|0|0|32|t|4bf92f35-77b3-4da6-a3ce-929d0e0e4736");
  }

  @Test
  void theDatabaseItselfRefusesBooksThatDoNotBalance() {
    assertThat(query("select pg_get_constraintdef(oid) from pg_constraint"
        + " where conname = 'ledger_balances'")).contains("next_offset - first_offset");
  }

  @Override
  protected ReportStore store() {
    return store;
  }

  @Override
  protected void moveLedger(int partition, long next) {
    query("with moved as (update epro.ledger set next_offset = " + next + ", stored = " + next
        + " where partition = " + partition + " returning 1) select count(*)::text from moved");
  }

  @Override
  protected long nextOffset(int partition) {
    return ledger.nextOffset(partition).orElseThrow();
  }

  @Override
  protected long storedRows() {
    return Long.parseLong(query("select count(*)::text from epro.report"));
  }

  @Override
  protected Map<UUID, Long> storedOffsets() {
    var offsets = new HashMap<UUID, Long>();
    try (var connection = real.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select report_id, source_offset from epro.report")) {
      while (rows.next()) {
        assertThat(offsets.put(rows.getObject(1, UUID.class), rows.getLong(2))).isNull();
      }
      return offsets;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected long rejectedRows() {
    return Long.parseLong(query("select count(*)::text from epro.rejection"));
  }

  @Override
  protected void erase() {
    query("insert into epro.erasure (patient_hash, reason, asked_by, version)"
        + " values ('', 'a test', 'a test', 7) returning 'done'");
  }

  @Override
  protected List<Hole> holes() {
    var holes = new ArrayList<Hole>();
    try (var connection = real.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select partition, from_offset, to_offset"
            + " from epro.ledger_hole order by partition, from_offset")) {
      while (rows.next()) {
        holes.add(new Hole(rows.getInt(1), rows.getLong(2), rows.getLong(3)));
      }
      return holes;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String query(String sql) {
    try (var connection = real.connect(); var statement = connection.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      boolean more = statement.execute(sql);
      while (!more) {
        more = statement.getMoreResults();
      }
      try (var result = statement.getResultSet()) {
        result.next();
        return result.getString(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
