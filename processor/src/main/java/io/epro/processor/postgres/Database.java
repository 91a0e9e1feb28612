package io.epro.processor.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.ledger.OutageException;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pool of connections, and what every connection is held to: a bounded wait for locks, for the
 * network and inside a transaction; commits that wait for the disk.
 */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(2);
  /** Whoever needs longer migrates by hand, with {@code processor.postgres.migrate=false}. */
  private static final Duration MIGRATION_LIMIT = Duration.ofMinutes(15);

  private final ProcessorSettings.Postgres settings;
  private final Connections connections;
  private final HikariDataSource pool;
  private final AnswerWatch watch;

  /** What is asked of the database. */
  interface Question<T extends @Nullable Object> {
    T ask() throws SQLException;
  }

  /**
   * Opens no connection yet.
   *
   * @param stopping whether the process was told to stop: then nobody waits for the database for long
   */
  public Database(ProcessorSettings settings, MeterRegistry metrics, BooleanSupplier stopping) {
    this.settings = settings.postgres();
    this.connections = new Connections(this.settings.url(), connectionProperties(settings));
    this.watch = new AnswerWatch(stopping);
    var config = new HikariConfig();
    config.setPoolName("reports");
    config.setDataSource(connections);
    config.setMaximumPoolSize(settings.threads() + 2);
    config.setAutoCommit(false);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setValidationTimeout(VALIDATION_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setMetricRegistry(metrics);
    this.pool = new HikariDataSource(config);
  }

  // The schema is the server's business from the start. Had the pool set it, without autocommit, each
  // new connection would wait in an open transaction: its first batch with a now() of long ago, its
  // search path gone with the first rollback.
  private static Map<String, String> connectionProperties(ProcessorSettings settings) {
    var sink = settings.sink();
    Duration answer = settings.postgres().answerTimeout();
    var all = new HashMap<>(basicProperties(settings.postgres()));
    all.putAll(Map.of(
        "currentSchema", '"' + settings.postgres().schema() + '"',
        "reWriteBatchedInserts", "true",
        "socketTimeout", String.valueOf(Math.max(1, answer.toSeconds())),
        "options", "-c lock_timeout=" + sink.lockTimeout().toMillis()
            + " -c idle_in_transaction_session_timeout="
            + sink.blockLimit().plus(answer).toMillis()
            + " -c timezone=UTC"));
    return all;
  }

  static Map<String, String> basicProperties(ProcessorSettings.Postgres settings) {
    return Map.of(
        "user", settings.user(),
        "password", settings.password().get(),
        "ApplicationName", "epro-processor",
        "logServerErrorDetail", "false",
        "tcpKeepAlive", "true",
        "connectTimeout", String.valueOf(CONNECT_TIMEOUT.toSeconds()),
        "loginTimeout", String.valueOf(CONNECT_TIMEOUT.toSeconds()));
  }

  /** @throws SQLException the database's own, where it is why there is none */
  Connection connection() throws SQLException {
    try {
      return pool.getConnection();
    } catch (SQLTransientConnectionException e) {
      SQLException why = connections.failure();
      throw why == null ? e : why;
    }
  }

  /** Asks, and cuts the connection if the answer takes longer than it may. */
  <T extends @Nullable Object> T timed(Connection connection, Question<T> question)
      throws SQLException {
    watch.begin(connection, settings.answerTimeout());
    try {
      return question.ask();
    } catch (SQLException e) {
      if (SqlFailure.ofSettings(e)) {
        pool.evictConnection(connection);
      }
      throw e;
    } finally {
      watch.end(connection);
    }
  }

  /**
   * Brings the schema up to date if configured to, and refuses a database that would forget commits, or
   * that this process may not write to.
   *
   * @throws OutageException when it does not answer or needs a person: try again
   * @throws IllegalStateException when it must not be used as it is
   */
  public void prepare() {
    if (settings.migrate()) {
      migrate();
    }
    try (var connection = connection()) {
      String value = timed(connection, () -> show(connection, "synchronous_commit"));
      if (value.equals("off")) {
        throw new IllegalStateException("Postgres runs with synchronous_commit=off: a crash would"
            + " forget reports that Kafka was told are stored. Turn it on for user "
            + settings.user());
      }
      write(connection);
    } catch (SQLException e) {
      throw outageOrFault("the database cannot be used", e);
    }
  }

  private static String show(Connection connection, String setting) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("show " + setting)) {
      result.next();
      return result.getString(1);
    } finally {
      connection.rollback();
    }
  }

  /**
   * Brings the schema up to date.
   *
   * @throws OutageException when the database does not answer or refuses
   */
  public void migrate() {
    var properties = new HashMap<>(basicProperties(settings));
    properties.put("socketTimeout", String.valueOf(MIGRATION_LIMIT.toSeconds()));
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(settings.url(), settings.user(), settings.password().get())
          .jdbcProperties(properties)
          .schemas(settings.schema())
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw outageOrFault("the schema cannot be brought up to date", sql);
        }
      }
      throw e;
    }
  }

  /**
   * Whether a batch could be written now. Where the tables are missing (a server that took over with an
   * empty database) they are made, if configured so.
   */
  public boolean takesBatches() {
    try (var connection = connection()) {
      write(connection);
      return true;
    } catch (SQLException e) {
      LOG.atDebug().addKeyValue("sqlState", e.getSQLState()).log("Still no batch can be written");
      return SqlFailure.of(e) == SqlFailure.DEPLOYMENT && settings.migrate() && prepared();
    }
  }

  private void write(Connection connection) throws SQLException {
    timed(connection, () -> {
      WriteProbe.write(connection);
      return true;
    });
  }

  private boolean prepared() {
    try {
      prepare();
      return true;
    } catch (OutageException | IllegalStateException | FlywayException e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("The database cannot be used yet");
      return false;
    }
  }

  /**
   * An exception that says what to do about this error. Where the error is about data, the server's
   * own message is left out: it may quote it.
   */
  static RuntimeException outageOrFault(String what, SQLException e) {
    return switch (SqlFailure.of(e)) {
      case OUTAGE -> new OutageException(
          what + ": Postgres is away or cannot work now (SQLState " + e.getSQLState() + ")"
              + SqlFailure.ofConnection(e).map(said -> ": " + said).orElse("")
              + SqlFailure.advice(e),
          e);
      case DEPLOYMENT -> new OutageException(what + ": Postgres refuses (SQLState "
          + e.getSQLState() + ")" + SqlFailure.advice(e), e);
      case DUPLICATE_REPORT, BAD_DATA, FAULT -> new IllegalStateException(
          what + ": unexpected SQLState " + e.getSQLState() + ", constraint "
              + SqlFailure.constraint(e));
    };
  }

  @Override
  public void close() {
    connections.close();
    pool.close();
    watch.close();
  }
}
