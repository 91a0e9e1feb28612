package io.epro.bench.drain;

import io.epro.local.process.ChildProcess;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One way of getting the backlog into the table, as processes of its own. */
public interface Contestant {
  String name();

  /** Starts them; rows come when they are ready. */
  List<ChildProcess> start() throws IOException;

  /** How many records of the backlog are committed; 0 until that counts. */
  long progress(ReportTable table) throws IOException, SQLException;

  /** Whether all is committed. */
  boolean finished(ReportTable table) throws IOException, SQLException;

  /** How often to ask for that. */
  default Duration look() {
    return Duration.ofMillis(5);
  }

  /** Whether each of the processes has had its share in that. */
  default boolean allAtWork() {
    return true;
  }

  /** How long its threads have waited for the database until now, together; where it tells. */
  default Optional<Duration> databaseTime() throws IOException {
    return Optional.empty();
  }
}
