package io.epro.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One kept-alive HTTP/1.1 connection with at most one request under way. Confined to one thread. */
final class Connection {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final AnswerReader answer = new AnswerReader();
  /** What the socket did not take at once. */
  private @Nullable ByteBuffer unsent;
  private boolean waiting;
  private long since;
  private long report;

  /** Connects, which on loopback is done at once. */
  Connection(int port, Selector selector) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /**
   * Sends a request.
   *
   * @param request is the caller's again on return
   * @param nanos from when on its latency counts
   */
  void send(Requests request, long nanos) throws IOException {
    since = nanos;
    report = request.firstReport();
    waiting = true;
    var bytes = request.bytes();
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      unsent = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  /** Sends more of a request that did not fit into the socket's buffer. */
  void write() throws IOException {
    if (unsent != null) {
      channel.write(unsent);
      if (!unsent.hasRemaining()) {
        unsent = null;
        key.interestOps(SelectionKey.OP_READ);
      }
    }
  }

  /**
   * Reads what is there.
   *
   * @param into of all connections of a thread, for the moment
   * @return whether the answer is complete
   * @throws EOFException when the server has closed the connection
   */
  boolean read(ByteBuffer into) throws IOException {
    into.clear();
    if (channel.read(into) < 0) {
      throw new EOFException("the server closed a connection");
    }
    boolean complete = answer.take(into.flip());
    waiting &= !complete;
    return complete;
  }

  /** Whether a request is under way. */
  boolean waiting() {
    return waiting;
  }

  /** Of the last answer. */
  AnswerReader answer() {
    return answer;
  }

  /** From when on the request's latency counts, as {@link System#nanoTime()}. */
  long since() {
    return since;
  }

  /** The number of the first report in the request. */
  long report() {
    return report;
  }

  void close() throws IOException {
    channel.close();
  }
}
