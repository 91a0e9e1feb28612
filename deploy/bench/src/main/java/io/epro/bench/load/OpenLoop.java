package io.epro.bench.load;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Requests leave at the moments of a schedule, whatever the server does; each latency counts from the
 * moment of the schedule, so that a request which had to wait for a free connection, or for this
 * thread, has that wait in its latency (no coordinated omission). Latencies count whose moment lies in
 * the window, however late their answer comes. Where the moments that wait for a connection are as many
 * as the bound, the next one is given up, and counted as unsent.
 */
final class OpenLoop implements Script {
  private final Requests requests;
  private final Window window;
  private final Tally tally;
  private final Schedule schedule;
  private final Moments waiting;
  /** First in, first out: each of the connections is used. */
  private final Queue<Connection> free = new ArrayDeque<>();
  private long out;

  /** @param mostWaiting the bound on moments that wait for a connection */
  OpenLoop(Requests requests, Window window, Tally tally, Schedule schedule, int mostWaiting) {
    this.requests = requests;
    this.window = window;
    this.tally = tally;
    this.schedule = schedule;
    this.waiting = new Moments(mostWaiting);
  }

  @Override
  public void begin(List<Connection> connections) {
    free.addAll(connections);
  }

  @Override
  public void answered(Connection connection, long now) throws IOException {
    out--;
    tally.answered(connection, requests, now, window.holds(connection.since()));
    use(connection, now);
  }

  @Override
  public void replaced(Connection broken, Connection fresh, long now) throws IOException {
    if (broken.waiting()) {
      out--;
      tally.lost();
    } else {
      free.remove(broken);
    }
    use(fresh, now);
  }

  @Override
  public long due(long now) throws IOException {
    while (schedule.next() - now <= 0 && !window.over(schedule.next())) {
      arrive(schedule.next(), now);
      schedule.advance();
    }
    if (!window.over(schedule.next())) {
      return schedule.next() - now;
    }
    if (out == 0) {
      return -1;
    }
    LastAnswers.check(window, now, out + waiting.size());
    return schedule.mean();
  }

  private void arrive(long moment, long now) throws IOException {
    var connection = free.poll();
    if (connection != null) {
      send(connection, moment, now);
    } else if (!waiting.add(moment)) {
      tally.unsent();
    }
  }

  private void use(Connection connection, long now) throws IOException {
    if (waiting.isEmpty()) {
      free.add(connection);
    } else {
      send(connection, waiting.remove(), now);
    }
  }

  private void send(Connection connection, long moment, long now) throws IOException {
    out++;
    if (window.holds(moment)) {
      tally.sentLate(now - moment);
    }
    connection.send(requests.next(), moment);
  }
}
