package io.epro.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One phone with one report, which it sends on a new connection until it is told 202. Confined to one
 * thread.
 */
final class Phone {
  private final int number;
  private final byte[] request;
  private AnswerReader answer = new AnswerReader();
  private ByteBuffer unsent = ByteBuffer.allocate(0);
  private @Nullable SocketChannel channel;
  private int attempts;
  private int silences;
  private long since;
  private long due;

  /** @param number of its report */
  Phone(int number, byte[] request, long due) {
    this.number = number;
    this.request = request;
    this.due = due;
  }

  /** Begins to connect; what comes next is told by the selector. */
  void connect(int port, Selector selector, long now) throws IOException {
    attempts++;
    since = now;
    answer = new AnswerReader();
    unsent = ByteBuffer.wrap(request);
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_CONNECT, this);
    if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      send(Objects.requireNonNull(channel.keyFor(selector)));
    }
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

  AnswerReader answer() {
    return answer;
  }

  boolean connected() {
    return channel != null;
  }

  int number() {
    return number;
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
