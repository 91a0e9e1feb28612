package io.epro.bench.story;

import io.epro.bench.measure.Scrape;
import io.epro.local.postgres.LocalPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The most that was seen of a subject, looked at now and then. Written by one thread, read when it has ended. */
final class Peaks {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String SESSIONS = "select count(*) from pg_stat_activity"
      + " where usename = 'epro' and backend_type = 'client backend' and pid <> pg_backend_pid()";

  private double threads;
  private double waiting;
  private long connections;

  /** Looks; a service that does not answer is looked at the next time. */
  void look(List<Subject.Jvm> jvms, LocalPostgres postgres) throws SQLException {
    double threadsNow = 0;
    double waitingNow = 0;
    for (var jvm : jvms) {
      try {
        var scrape = Scrape.of(jvm.admin(), LIMIT);
        threadsNow += scrape.sum("jvm_threads_live_threads");
        waitingNow += scrape.lines().stream().filter(line -> line.startsWith("article_waiting"))
            .mapToDouble(Scrape::value).sum();
      } catch (IOException e) {
        return;
      }
    }
    threads = Math.max(threads, threadsNow);
    waiting = Math.max(waiting, waitingNow);
    try (var connection = postgres.connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(SESSIONS)) {
      result.next();
      // Less the connection that counts what is stored.
      connections = Math.max(connections, result.getLong(1) - 1);
    }
  }

  /** Platform threads of all JVMs. */
  double threads() {
    return threads;
  }

  /** Reports that were acknowledged and not begun: in the first version as many virtual threads. */
  double waiting() {
    return waiting;
  }

  long connections() {
    return connections;
  }
}
