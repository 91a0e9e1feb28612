package io.epro.processor.postgres;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.erase.PatientHash;
import io.epro.processor.erase.PatientRecords;
import io.epro.processor.ledger.OutageException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One patient's rows, in the live schema and in those of replays. For one thread. */
public final class PostgresEraser implements PatientRecords, AutoCloseable {
  private static final String FAILURE = "the patient cannot be erased";
  /** So short that the pipeline, which waits behind whoever waits for the whole table, does not mind. */
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '1s'";
  private static final int ATTEMPTS = 30;
  private static final long PAUSE_MILLIS = 300;
  /** A lock that was not given in time, a deadlock. */
  private static final Set<String> LOCKED = Set.of("55P03", "40P01");
  /** In the place of a patient's id; none has parentheses. */
  private static final String ERASED = "(erased)";
  /** Of a record in which no patient's id could be read, but stands all the same. */
  private static final String MINE = "(patient_id = ? or (patient_id is null and position(? in raw) > 0))";
  private static final String KEPT_REJECTION = "(before ->> 'patient_id' = ?"
      + " or (before ->> 'patient_id' is null and position(? in coalesce((before ->> 'raw')::bytea, '')) > 0))";

  private final ToolSession session;
  private final Connection connection;
  private final ErasureTable table;
  private final String pipeline;
  private final String live;
  private final String patientId;

  private PostgresEraser(Connection connection, ProcessorSettings settings, String patientId)
      throws SQLException {
    this.session = new ToolSession(connection);
    this.connection = connection;
    this.table = new ErasureTable(settings);
    this.pipeline = settings.pipeline();
    this.live = settings.postgres().schema();
    this.patientId = patientId;
  }

  /**
   * Begins, and keeps redrives and promotions out until this is closed.
   *
   * @throws OutageException when the database does not answer or refuses, or another tool is at work
   */
  public static PostgresEraser open(ProcessorSettings settings, String patientId) {
    try {
      var connection = ToolConnection.open(settings.postgres());
      try {
        ToolLock.take(connection, ToolLock.PROMOTE + settings.postgres().schema(),
            "a promotion or another erasure is at work");
        ToolLock.take(connection, ToolLock.REDRIVE + settings.topics().raw(),
            "a redrive or discard is at work");
        return new PostgresEraser(connection, settings, patientId);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Database.outageOrFault(FAILURE, e);
    }
  }

  @Override
  public Rows count() {
    return session.work("the patient's records cannot be counted", () -> {
      long reports = 0;
      long rejections = 0;
      long copies = count("promotion_report where patient_id = ?", false)
          + count("promotion_rejection where " + KEPT_REJECTION, true);
      for (String schema : all()) {
        long stored = count(table(schema, "report") + " where patient_id = ?", false);
        long rejected = count(table(schema, "rejection") + " where " + MINE, true);
        if (schema.equals(live)) {
          reports += stored;
          rejections += rejected;
        } else {
          copies += stored + rejected;
        }
      }
      return new Rows(reports, rejections, copies);
    });
  }

  private long count(String from, boolean raw) throws SQLException {
    try (var select = connection.prepareStatement("select count(*) from " + from)) {
      mine(select, 1, raw);
      try (var row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** @param raw whether the condition also asks for the id within raw bytes */
  private void mine(PreparedStatement statement, int at, boolean raw) throws SQLException {
    statement.setString(at, patientId);
    if (raw) {
      statement.setBytes(at + 1, ('"' + patientId + '"').getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void enter(String reason, String by) {
    this.<@Nullable Void>attempt(() -> {
      if (!entered()) {
        try (var statement = connection.createStatement()) {
          statement.execute(LOCK_TIMEOUT);
          // No replay begins meanwhile, and no batch of any pipeline is between its look and its commit.
          statement.execute("lock table replay in share mode");
          for (String schema : all()) {
            statement.execute("lock table " + table(schema, "ledger") + " in exclusive mode");
          }
        }
        insert(reason, by);
        connection.commit();
      }
      return null;
    });
  }

  @Override
  public boolean registered() {
    return session.work("the register cannot be read", this::entered);
  }

  private boolean entered() throws SQLException {
    try (var select = connection
        .prepareStatement("select from erasure where patient_hash = ?")) {
      select.setBytes(1, hash());
      try (var row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private byte[] hash() throws SQLException {
    byte[] utf8 = patientId.getBytes(StandardCharsets.UTF_8);
    return new PatientHash(table.keyForNew(connection)).of(utf8, 0, utf8.length).array();
  }

  private void insert(String reason, String by) throws SQLException {
    try (var insert = connection.prepareStatement(
        "insert into erasure (patient_hash, reason, asked_by, version) values (?, ?, ?, ?)")) {
      insert.setBytes(1, hash());
      insert.setString(2, reason);
      insert.setString(3, by);
      insert.setLong(4, new SecureRandom().nextLong(1, Long.MAX_VALUE));
      insert.executeUpdate();
    }
  }

  @Override
  public List<String> schemas() {
    return session.work(FAILURE, this::all);
  }

  /** The live one first; of a replay whose tables are not made yet there is nothing. */
  private List<String> all() throws SQLException {
    var schemas = new ArrayList<>(List.of(live));
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select 'replay_' || name from replay"
            + " where to_regclass(quote_ident('replay_' || name) || '.ledger') is not null order by name")) {
      while (rows.next()) {
        schemas.add(rows.getString(1));
      }
    }
    return schemas;
  }

  @Override
  public Rows delete(String schema) {
    return attempt(() -> {
      try (var statement = connection.createStatement()) {
        statement.execute(LOCK_TIMEOUT);
      }
      var books = new ErasedBooks(connection, table(schema, "ledger"), pipeline);
      long reports = books.deleted(ErasedBooks.Column.STORED, "delete from "
          + table(schema, "report") + " where patient_id = ?"
          + " returning null, source_partition, source_offset", delete -> mine(delete, 1, false));
      long rejections = books.deleted(ErasedBooks.Column.REJECTED, "delete from "
          + table(schema, "rejection") + " where " + MINE
          + " returning source_topic, source_partition, source_offset",
          delete -> mine(delete, 1, true));
      Rows deleted = schema.equals(live) ? new Rows(reports, rejections, deleteCopies())
          : new Rows(0, 0, reports + rejections);
      add(deleted);
      // Last, since pipelines wait for these rows. Nobody else writes the patient's, so that nobody who
      // waits for a row of theirs has one of these.
      books.move();
      connection.commit();
      return deleted;
    });
  }

  private long deleteCopies() throws SQLException {
    long deleted = update("delete from promotion_report where patient_id = ?", false)
        + update("delete from promotion_rejection where " + KEPT_REJECTION, true);
    try (var rename = connection.prepareStatement(
        "update replay set patients = array_replace(patients, ?, ?) where ? = any (patients)")) {
      rename.setString(1, patientId);
      rename.setString(2, ERASED);
      rename.setString(3, patientId);
      rename.executeUpdate();
    }
    return deleted;
  }

  private long update(String sql, boolean raw) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      mine(statement, 1, raw);
      return statement.executeLargeUpdate();
    }
  }

  private void add(Rows deleted) throws SQLException {
    try (var update = connection.prepareStatement("update erasure set reports = reports + ?,"
        + " rejections = rejections + ?, copies = copies + ? where patient_hash = ?")) {
      update.setLong(1, deleted.reports());
      update.setLong(2, deleted.rejections());
      update.setLong(3, deleted.copies());
      update.setBytes(4, hash());
      update.executeUpdate();
    }
  }

  @Override
  public void complete() {
    session.<@Nullable Void>work(FAILURE, () -> {
      try (var mark = connection.prepareStatement(
          "update erasure set completed_at = now() where patient_hash = ? and completed_at is null")) {
        mark.setBytes(1, hash());
        mark.executeUpdate();
      }
      connection.commit();
      return null;
    });
  }

  /** Tries again where somebody had a lock; what they wait for is never longer than a second away. */
  private <T extends @Nullable Object> T attempt(ToolSession.Work<T> work) {
    for (int left = ATTEMPTS;; left--) {
      try {
        return session.work(FAILURE, work);
      } catch (OutageException e) {
        if (left <= 1 || !(e.getCause() instanceof SQLException failure)
            || !LOCKED.contains(failure.getSQLState())) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted while waiting for the ledger", e);
    }
  }

  private static String table(String schema, String table) {
    return '"' + schema + "\"." + table;
  }

  @Override
  public void close() {
    session.close();
  }
}
