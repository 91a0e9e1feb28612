package io.epro.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Answers POSTs with 202, in two writes, unless it was told otherwise. A thread for each connection. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong stall = new AtomicLong();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final AtomicLong toRefuse = new AtomicLong();
  private volatile String refusal = "";

  ScriptedServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Requests that came whole. */
  long requests() {
    return requests.get();
  }

  /** From now on. */
  void refuse(int status, String header) {
    refuseFirst(Long.MAX_VALUE, status, header);
  }

  /** So many requests. */
  void refuseFirst(long count, int status, String header) {
    refusal = "HTTP/1.1 " + status + " No\r\n" + header;
    toRefuse.set(count);
  }

  /** Before the next answer. */
  void stallOnce(Duration length) {
    stall.set(length.toNanos());
  }

  /** Ends the next connection on which a request comes, without an answer. */
  void breakOnce() {
    broken.set(true);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    try {
      while (true) {
        var connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      var in = new BufferedInputStream(connection.getInputStream());
      while (readRequest(in)) {
        requests.incrementAndGet();
        if (broken.compareAndSet(true, false)) {
          return;
        }
        LockSupport.parkNanos(stall.getAndSet(0));
        var out = connection.getOutputStream();
        var head = toRefuse.getAndDecrement() > 0 ? refusal : "HTTP/1.1 202 Accepted\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        out.write("Content-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private static boolean readRequest(InputStream in) throws IOException {
    int length = 0;
    var line = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.append((char) next);
      } else if (line.toString().equals("\r")) {
        return in.readNBytes(length).length == length;
      } else {
        if (line.toString().startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring(16).strip());
        }
        line.setLength(0);
      }
    }
    return false;
  }
}
