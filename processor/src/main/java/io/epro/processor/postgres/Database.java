package io.epro.processor.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.ledger.OutageException;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The pool of connections, and what every connection is held to: a bounded wait for locks, for the
 * network and inside a transaction; commits that wait for the disk.
 */
public final class Database implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

  private final ProcessorSettings.Postgres settings;
  private final HikariDataSource pool;

  /** Opens no connection yet. */
  public Database(ProcessorSettings settings, MeterRegistry metrics) {
    this.settings = settings.postgres();
    var config = new HikariConfig();
    config.setPoolName("reports");
    config.setJdbcUrl(this.settings.url());
    config.setUsername(this.settings.user());
    config.setPassword(this.settings.password().get());
    config.setMaximumPoolSize(settings.threads() + 2);
    config.setAutoCommit(false);
    config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setMetricRegistry(metrics);
    connectionProperties(settings).forEach(config::addDataSourceProperty);
    this.pool = new HikariDataSource(config);
  }

  // The schema is the server's business from the start. Had the pool set it, without autocommit, each
  // new connection would wait in an open transaction: its first batch with a now() of long ago, its
  // search path gone with the first rollback.
  private static Map<String, String> connectionProperties(ProcessorSettings settings) {
    var sink = settings.sink();
    return Map.of(
        "ApplicationName", "epro-processor",
        "currentSchema", '"' + settings.postgres().schema() + '"',
        "logServerErrorDetail", "false",
        "reWriteBatchedInserts", "true",
        "tcpKeepAlive", "true",
        "connectTimeout", String.valueOf(CONNECT_TIMEOUT.toSeconds()),
        "socketTimeout", String.valueOf(SOCKET_TIMEOUT.toSeconds()),
        "options", "-c lock_timeout=" + sink.lockTimeout().toMillis()
            + " -c idle_in_transaction_session_timeout="
            + sink.blockLimit().plus(SOCKET_TIMEOUT).toMillis()
            + " -c timezone=UTC");
  }

  Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /**
   * Brings the schema up to date if configured to, and refuses a database that would forget commits.
   *
   * @throws OutageException when it does not answer or needs a person: try again
   * @throws IllegalStateException when it must not be used as it is
   */
  public void prepare() {
    if (settings.migrate()) {
      migrate();
    }
    try (var connection = connection();
        var statement = connection.createStatement();
        var result = statement.executeQuery("show synchronous_commit")) {
      result.next();
      String value = result.getString(1);
      if (value.equals("off")) {
        throw new IllegalStateException("Postgres runs with synchronous_commit=off: a crash would"
            + " forget reports that Kafka was told are stored. Turn it on for user "
            + settings.user());
      }
    } catch (SQLException e) {
      throw outageOrFault("the database cannot be used", e);
    }
  }

  /**
   * Brings the schema up to date.
   *
   * @throws OutageException when the database does not answer or refuses
   */
  public void migrate() {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(settings.url(), settings.user(), settings.password().get())
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

  /** Whether the database answers now. */
  public boolean answers() {
    try (var connection = connection(); var statement = connection.createStatement()) {
      statement.execute("select 1");
      connection.rollback();
      return true;
    } catch (SQLException e) {
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
              + SqlFailure.ofConnection(e).map(said -> ": " + said).orElse(""),
          e);
      case DEPLOYMENT -> new OutageException(what + ": Postgres refuses (SQLState "
          + e.getSQLState() + "). " + SqlFailure.advice(e), e);
      case DUPLICATE_REPORT, BAD_DATA, FAULT -> new IllegalStateException(
          what + ": unexpected SQLState " + e.getSQLState() + ", constraint "
              + SqlFailure.constraint(e));
    };
  }

  @Override
  public void close() {
    pool.close();
  }
}
