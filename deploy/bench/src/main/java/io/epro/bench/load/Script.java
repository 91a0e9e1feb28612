package io.epro.bench.load;

import java.io.IOException;
import java.util.List;

/** When requests are sent. Called on the one thread of its {@link EventLoop}. */
interface Script {
  /** All connections are open. */
  void begin(List<Connection> connections) throws IOException;

  /** A connection's answer is complete, and the connection can be used again. */
  void answered(Connection connection, long now) throws IOException;

  /** A connection broke, with or without a request under way; the other one is there in its place. */
  void replaced(Connection broken, Connection fresh, long now) throws IOException;

  /**
   * Does what is due.
   *
   * @return nanoseconds until something will be; negative when all is done
   */
  long due(long now) throws IOException;
}
