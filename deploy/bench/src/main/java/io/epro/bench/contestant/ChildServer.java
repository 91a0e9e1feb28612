package io.epro.bench.contestant;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** A server that is ready when it listens. */
final class ChildServer {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private ChildServer() {}

  /** @throws IOException with the end of its log, when it ends or does not listen in time */
  static Server start(Command command, int port, long broker) throws IOException {
    var process = ChildProcess.start(command);
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!listens(port)) {
      if (process.waitFor(Duration.ofMillis(50)) || System.nanoTime() > deadline) {
        var diagnosis = process.diagnosis();
        process.kill();
        throw new IOException(diagnosis);
      }
    }
    return new Server(port, process.pid(), broker, Optional.empty(), "", process::kill);
  }

  private static boolean listens(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
