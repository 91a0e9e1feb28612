package io.epro.processor.postgres;

import io.epro.config.TlsFault;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * What an error of Postgres means for the batch at hand, by SQLState (PostgreSQL documentation,
 * appendix "Error Codes"). Only SQLState and constraint are ever logged: the detail quotes column
 * values.
 */
enum SqlFailure {
  /** Our own primary key: a report that is stored already. */
  DUPLICATE_REPORT,
  /** One of the rows cannot be stored: find it. */
  BAD_DATA,
  /** The database cannot work now. */
  OUTAGE,
  /** Wrong deployment: missing table, wrong password. Waits like an outage, but needs a person. */
  DEPLOYMENT,
  /** None of these: stop loudly. */
  FAULT;

  static final String REPORT_KEY = "report_pkey";

  static SqlFailure of(SQLException e) {
    String state = e.getSQLState();
    if (state == null || state.length() != 5) {
      return isOutageWithoutState(e) ? OUTAGE : FAULT;
    }
    if (state.equals("23505") && REPORT_KEY.equals(constraint(e))) {
      return DUPLICATE_REPORT;
    }
    if (state.equals("55P03")) {
      return OUTAGE;
    }
    if (state.equals("22P03") || state.equals("22P04")) {
      // Postgres does not understand our bytes: our encoder or the table is wrong, not a report.
      return FAULT;
    }
    return switch (state.substring(0, 2)) {
      case "08", "53", "57", "58", "40" -> OUTAGE;
      case "22", "23", "54" -> BAD_DATA;
      case "42", "28", "3D", "3F" -> DEPLOYMENT;
      // A session that is gone or of a server in read-only mode (a standby): neither is our doing.
      case "25" -> OUTAGE;
      default -> FAULT;
    };
  }

  /** The pool's own errors have no state of the server. */
  private static boolean isOutageWithoutState(SQLException e) {
    return e instanceof java.sql.SQLTransientException
        || e instanceof java.sql.SQLRecoverableException
        || e.getCause() instanceof java.io.IOException;
  }

  /**
   * Whether settings of the session may be the cause, which it has had since it began: a new one may have
   * others.
   */
  static boolean ofSettings(SQLException e) {
    return "57014".equals(e.getSQLState()) || "25006".equals(e.getSQLState());
  }

  /** What a person can do, where waiting alone may not end it; else empty. */
  static String advice(SQLException e) {
    return switch (String.valueOf(e.getSQLState())) {
      case "57014" -> ". A statement was cancelled, mostly by statement_timeout: raise it for this"
          + " user, or lower processor.batch.max-rows";
      case "25006" -> ". The server only reads: it is a standby, or default_transaction_read_only"
          + " is on for this user. Point processor.postgres.url to the primary";
      case "53100" -> ". Its disk is full: make room";
      case "53300" -> ". It has no connection left: end idle sessions or raise max_connections";
      case "55P03" -> ". A lock was not given within processor.sink.lock-timeout: pg_stat_activity"
          + " and pg_locks show who holds it";
      case "28P01" -> ". Check processor.postgres.user and processor.postgres.password";
      case "28000" ->
        ". Check processor.postgres.user, and whether pg_hba.conf lets it in from here"
            + " (without TLS perhaps not)";
      case "42501" -> ". Check the user's grants: deploy/postgres/grants.sql has what it needs";
      case "42P01", "3F000" -> ". Check processor.postgres.schema, and whether its tables are"
          + " there: processor migrate makes them";
      default -> of(e) == DEPLOYMENT
          ? ". Check processor.postgres.* and the schema's tables and grants" : "";
    };
  }

  /** What the driver or the JDK says of a connection that did not come about; never of data. */
  static Optional<String> ofConnection(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException p && p.getServerErrorMessage() == null
          && p.getSQLState() != null && p.getSQLState().startsWith("08")) {
        return TlsFault.of(p).or(() -> Optional.ofNullable(p.getMessage()));
      }
    }
    return Optional.empty();
  }

  static @Nullable String constraint(SQLException e) {
    return e instanceof PSQLException p && p.getServerErrorMessage() != null
        ? p.getServerErrorMessage().getConstraint() : null;
  }
}
