package io.epro.bench.acks;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;

/**
 * A closed loop: each connection sends its next request when the last one is answered, until the
 * window ends; then every answer that is still out is waited for. So the latencies are those of
 * clients who wait, not of arrivals at a rate.
 */
final class LoadThread implements Callable<LoadThread.Counts> {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(15);
  private static final long HIGHEST_MICROS = 60_000_000;
  private static final int ACCEPTED = 202;

  private final int port;
  private final int connections;
  private final Requests requests;
  private final Window window;
  private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);
  private long accepted;
  private long refused;
  private int waiting;

  /** When to measure, as {@link System#nanoTime()}: after the warm-up, until no more is sent. */
  record Window(long from, long to) {
    boolean holds(long sent, long answered) {
      return sent - from >= 0 && answered - to <= 0;
    }
  }

  /**
   * What one thread saw.
   *
   * @param micros of the requests that were sent and accepted within the window
   * @param accepted 202s from the first request to the last answer
   * @param refused all other answers
   */
  record Counts(Histogram micros, long accepted, long refused) {}

  LoadThread(int port, int connections, Requests requests, Window window) {
    this.port = port;
    this.connections = connections;
    this.requests = requests;
    this.window = window;
  }

  @Override
  public Counts call() throws IOException {
    try (var selector = Selector.open()) {
      List<LoadConnection> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        all.add(new LoadConnection(port, selector));
      }
      for (var connection : all) {
        send(connection, System.nanoTime());
      }
      long giveUp = window.to() + LAST_ANSWERS.toNanos();
      while (waiting > 0) {
        selector.select(this::ready, 100);
        if (System.nanoTime() - giveUp > 0) {
          throw new IOException(waiting + " requests were never answered");
        }
      }
      for (var connection : all) {
        connection.close();
      }
    }
    return new Counts(micros, accepted, refused);
  }

  private void ready(SelectionKey key) {
    var connection = (LoadConnection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.write();
      }
      int status = key.isReadable() ? connection.read() : 0;
      if (status != 0) {
        answered(connection, status);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answered(LoadConnection connection, int status) throws IOException {
    long now = System.nanoTime();
    waiting--;
    if (status == ACCEPTED) {
      accepted++;
      if (window.holds(connection.sentNanos(), now)) {
        micros.recordValue(Math.min((now - connection.sentNanos()) / 1000, HIGHEST_MICROS));
      }
    } else {
      refused++;
    }
    if (now - window.to() < 0) {
      send(connection, now);
    }
  }

  private void send(LoadConnection connection, long now) throws IOException {
    waiting++;
    connection.send(requests.next(), now);
  }
}
