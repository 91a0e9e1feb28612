package io.epro.bench.acks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection with at most one request under way. It understands what the
 * gateway answers with: a status line, headers with a Content-Length, a body. Confined to one thread.
 */
final class LoadConnection {
  private static final int ANSWER_BYTES = 8 << 10;
  private static final String LENGTH = "content-length:";
  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
  private ByteBuffer request = ByteBuffer.allocate(0);
  private long sentNanos;

  LoadConnection(int port, Selector selector) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  void send(byte[] bytes, long nanos) throws IOException {
    request = ByteBuffer.wrap(bytes);
    sentNanos = nanos;
    write();
  }

  /** The rest of a request that did not fit into the socket's buffer. */
  void write() throws IOException {
    channel.write(request);
    key.interestOps(request.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
        : SelectionKey.OP_READ);
  }

  long sentNanos() {
    return sentNanos;
  }

  /** Reads what is there. @return the status of the answer if it is complete, else 0 */
  int read() throws IOException {
    if (channel.read(answer) < 0) {
      throw new EOFException("the server closed a connection");
    }
    int headEnd = headEnd();
    if (headEnd < 0) {
      return 0;
    }
    byte[] bytes = answer.array();
    var head = new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    if (answer.position() < headEnd + length(head)) {
      return 0;
    }
    answer.clear();
    return Integer.parseInt(head, STATUS_AT, STATUS_AT + 3, 10);
  }

  void close() throws IOException {
    channel.close();
  }

  private int headEnd() {
    byte[] bytes = answer.array();
    for (int i = 3; i < answer.position(); i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private static int length(String head) {
    int name = head.indexOf(LENGTH);
    if (name < 0) {
      return 0;
    }
    int value = name + LENGTH.length();
    return Integer.parseInt(head.substring(value, head.indexOf('\r', value)).strip());
  }
}
