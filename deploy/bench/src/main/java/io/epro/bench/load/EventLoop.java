package io.epro.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One thread's connections, read from as answers come and written to as the script says. */
final class EventLoop {
  private static final int READ_BYTES = 256 << 10;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

  private final int port;
  private final Script script;
  private final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);
  private final Selector selector;

  private EventLoop(int port, Script script, Selector selector) {
    this.port = port;
    this.script = script;
    this.selector = selector;
  }

  /**
   * Runs a script to its end.
   *
   * @throws IOException when there is no connecting, or an answer makes no sense
   */
  static void run(int port, int connections, Script script) throws IOException {
    try (var selector = Selector.open()) {
      new EventLoop(port, script, selector).run(connections);
    }
  }

  private void run(int connections) throws IOException {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      all.add(new Connection(port, selector));
    }
    script.begin(all);
    for (long wait = script.due(System.nanoTime()); wait >= 0; wait = script
        .due(System.nanoTime())) {
      select(Math.min(wait, LONGEST_WAIT));
    }
    for (var key : selector.keys()) {
      ((Connection) key.attachment()).close();
    }
  }

  /** A selector waits for whole milliseconds; what is due earlier is slept for. */
  private void select(long nanos) throws IOException {
    if (nanos >= MILLI) {
      selector.select(this::ready, nanos / MILLI);
    } else if (selector.selectNow(this::ready) == 0 && nanos > 0) {
      LockSupport.parkNanos(nanos);
    }
  }

  private void ready(SelectionKey key) {
    var connection = (Connection) key.attachment();
    try {
      exchange(key, connection);
    } catch (IOException e) {
      replace(connection);
    }
  }

  private void exchange(SelectionKey key, Connection connection) throws IOException {
    if (key.isWritable()) {
      connection.write();
    }
    if (key.isReadable() && connection.read(read)) {
      script.answered(connection, System.nanoTime());
    }
  }

  private void replace(Connection broken) {
    try {
      broken.close();
      script.replaced(broken, new Connection(port, selector), System.nanoTime());
    } catch (IOException e) {
      throw new IllegalStateException("the server takes no connections", e);
    }
  }
}
