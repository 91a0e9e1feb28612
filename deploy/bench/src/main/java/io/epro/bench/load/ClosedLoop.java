package io.epro.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Each connection sends its next request when the last one is answered, until the window ends; then
 * every answer that is still out is waited for. So the rate is the most that these connections can get,
 * and the latencies are those of clients who wait, not of arrivals at a rate. Latencies count that end
 * within the window.
 */
final class ClosedLoop implements Script {
  private final Requests requests;
  private final Window window;
  private final Tally tally;
  private int waiting;

  ClosedLoop(Requests requests, Window window, Tally tally) {
    this.requests = requests;
    this.window = window;
    this.tally = tally;
  }

  @Override
  public void begin(List<Connection> connections) throws IOException {
    for (var connection : connections) {
      send(connection, System.nanoTime());
    }
  }

  @Override
  public void answered(Connection connection, long now) throws IOException {
    waiting--;
    tally.answered(connection, requests, now, window.holds(now));
    if (!window.over(now)) {
      send(connection, now);
    }
  }

  @Override
  public void replaced(Connection broken, Connection fresh, long now) throws IOException {
    if (broken.waiting()) {
      waiting--;
      tally.lost();
    }
    if (!window.over(now)) {
      send(fresh, now);
    }
  }

  @Override
  public long due(long now) throws IOException {
    if (waiting == 0) {
      return -1;
    }
    LastAnswers.check(window, now, waiting);
    return TimeUnit.MILLISECONDS.toNanos(100);
  }

  private void send(Connection connection, long now) throws IOException {
    waiting++;
    connection.send(requests.next(), now);
  }
}
