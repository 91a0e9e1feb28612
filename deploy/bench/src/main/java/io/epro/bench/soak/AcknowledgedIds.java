package io.epro.bench.soak;

import io.epro.local.postgres.LocalPostgres;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.jspecify.annotations.Nullable;

/**
 * The id of every report that a phone was told is durable, in a file of Postgres' binary COPY format, so that
 * memory does not bound the run; and the question what became of them. Ids may be added by many threads.
 */
final class AcknowledgedIds implements AutoCloseable {
  /** "PGCOPY\n\377\r\n\0", no flags, no header extension (documentation of COPY, File Formats). */
  private static final byte[] HEAD = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0"
      .getBytes(StandardCharsets.ISO_8859_1);
  private static final int ID_BYTES = 16;
  private static final String FATES = """
      select count(*), count(*) filter (where stored = 1),
        count(*) filter (where stored is null and rejected),
        count(*) filter (where stored is null and rejected is null),
        count(*) filter (where stored > 1)
      from (select distinct report_id from acknowledged) told
      left join (select report_id, count(*) as stored from epro.report group by report_id) rows
        using (report_id)
      left join (select distinct report_id, true as rejected from epro.rejection) rejections
        using (report_id)""";
  private static final String UNTOLD = """
      select count(*) from epro.report where not exists
        (select from acknowledged where acknowledged.report_id = report.report_id)""";

  private final Path file;
  private final DataOutputStream out;
  private @Nullable IOException failure;

  /**
   * What became of the acknowledged reports.
   *
   * @param reports distinct ids
   * @param stored those that are one row
   * @param rejected those that are no row and were rejected
   * @param lost those that are neither
   * @param doubled those that are several rows
   * @param untold rows whose id no phone was told
   */
  record Fates(long reports, long stored, long rejected, long lost, long doubled, long untold) {}

  /** @param file is created */
  AcknowledgedIds(Path file) throws IOException {
    this.file = file;
    out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    out.write(HEAD);
  }

  synchronized void add(UUID id) {
    try {
      out.writeShort(1);
      out.writeInt(ID_BYTES);
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * Looks all of them up. No more can be added.
   *
   * @throws IOException when not every id could be written down
   */
  synchronized Fates fates(LocalPostgres postgres) throws IOException, SQLException {
    if (failure != null) {
      throw failure;
    }
    out.writeShort(-1);
    out.close();
    try (var connection = postgres.connect(); var statement = connection.createStatement()) {
      statement.execute("set work_mem = '256MB'");
      statement.execute("create temp table acknowledged (report_id uuid not null)");
      try (var in = Files.newInputStream(file)) {
        connection.unwrap(PGConnection.class).getCopyAPI()
            .copyIn("copy acknowledged from stdin (format binary)", in);
      }
      statement.execute("analyze acknowledged");
      return fates(connection);
    }
  }

  private static Fates fates(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var untold = connection.createStatement();
        var all = statement.executeQuery(FATES);
        var others = untold.executeQuery(UNTOLD)) {
      all.next();
      others.next();
      return new Fates(all.getLong(1), all.getLong(2), all.getLong(3), all.getLong(4),
          all.getLong(5), others.getLong(1));
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
