package io.epro.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One phone with its reports, which it sends one after the other until it is told 202 for each; a new connection begins
 * with the first that was not. Confined to one thread.
 */
final class Phone {
  private final int number;
  private final List<byte[]> requests;
  private AnswerReader answer = new AnswerReader();
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private @Nullable SocketChannel channel;
  private int done;
  private int attempts;
  private int silences;
  private long since;
  private long due;

  /** @param number of its first report */
  Phone(int number, List<byte[]> requests, long due) {
    this.number = number;
    this.requests = requests;
    this.due = due;
  }

  /** Begins to connect; what comes next is told by the selector. */
  void connect(int port, Selector selector, long now) throws IOException {
    attempts++;
    begin(now);
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_CONNECT, this);
    if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      send(Objects.requireNonNull(channel.keyFor(selector)));
    }
  }

  /** Sends the next report over the same connection. */
  void next(SelectionKey key, long now) throws IOException {
    begin(now);
    send(key);
  }

  private void begin(long now) {
    since = now;
    answer = new AnswerReader();
    unsent = ByteBuffer.wrap(requests.get(done));
  }

  /** Goes on with what the socket is ready for. @return whether there is an answer */
  boolean go(SelectionKey key, ByteBuffer into) throws IOException {
    var socket = (SocketChannel) key.channel();
    if (key.isConnectable()) {
      socket.finishConnect();
      send(key);
      return false;
    }
    if (key.isWritable()) {
      send(key);
    }
    if (!key.isReadable()) {
      return false;
    }
    into.clear();
    if (socket.read(into) < 0) {
      throw new EOFException("closed");
    }
    return answer.take(into.flip());
  }

  private void send(SelectionKey key) throws IOException {
    ((SocketChannel) key.channel()).write(unsent);
    key.interestOps(unsent.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  void hangUp() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  /** Tries again at that moment. */
  void later(long until) {
    due = until;
  }

  /** Another attempt without any answer. @return how many there were in a row */
  int silence() {
    return ++silences;
  }

  void heard() {
    silences = 0;
  }

  /** The report under way is acknowledged. */
  void accepted() {
    done++;
  }

  /** Whether all are acknowledged. */
  boolean served() {
    return done == requests.size();
  }

  AnswerReader answer() {
    return answer;
  }

  boolean connected() {
    return channel != null;
  }

  /** Of the report under way. */
  int number() {
    return number + done;
  }

  int attempts() {
    return attempts;
  }

  /** When the attempt under way began. */
  long since() {
    return since;
  }

  /** When it wants to try again. */
  long due() {
    return due;
  }
}
