package io.epro.processor.postgres;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Which row of a COPY it was that Postgres refused, as the error's context says (PostgreSQL's source,
 * {@code CopyFromErrorCallback}; lines count from 1, also in binary). The outermost context stands last. It
 * is only parsed, never logged: the lines above it may quote values.
 */
final class CopyLine {
  /** Not said, not understood (servers speak many languages), or not to be believed. */
  static final int UNKNOWN = 0;
  private static final Pattern CONTEXT = Pattern
      .compile("COPY (?:report|staged_report), line (\\d{1,9})(?:, column \\S+)?");

  private CopyLine() {}

  static int of(SQLException e) {
    // A program limit (54) may be met when many rows are written at once, of which the last is told.
    if (e.getSQLState().startsWith("54") || !(e instanceof PSQLException refused)
        || refused.getServerErrorMessage() == null) {
      return UNKNOWN;
    }
    return of(refused.getServerErrorMessage().getWhere());
  }

  static int of(@Nullable String context) {
    if (context == null) {
      return UNKNOWN;
    }
    var line = CONTEXT.matcher(context.substring(context.lastIndexOf('\n') + 1));
    return line.matches() ? Integer.parseInt(line.group(1)) : UNKNOWN;
  }
}
