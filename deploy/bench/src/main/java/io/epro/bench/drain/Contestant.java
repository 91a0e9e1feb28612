package io.epro.bench.drain;

import io.epro.local.process.ChildProcess;
import java.io.IOException;
import java.sql.SQLException;

/** One way of getting the backlog into the table, as a process of its own. */
public interface Contestant {
  String name();

  /** Starts it; its rows come when it is ready. */
  ChildProcess start() throws IOException;

  /** How much of it is committed; 0 until that counts. */
  default long progress(ReportTable table) throws SQLException {
    return table.rows();
  }

  /** Whether all is committed. */
  boolean finished(ReportTable table) throws SQLException;
}
