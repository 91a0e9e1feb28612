package io.epro.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports for children that must be told theirs. */
public final class Ports {
  private static final int FIRST = 20_000;
  /** By default net.ipv4.ip_local_port_range begins here. */
  private static final int BEHIND_LAST = 32_768;
  private static final int ATTEMPTS = 100;

  private Ports() {}

  /**
   * The port itself, or a free one for 0: one that Linux gives to no outgoing connection, of which there are
   * many at any moment. Another server may still be quicker to take it.
   */
  public static int orFree(int port) {
    if (port != 0) {
      return port;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int candidate = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
      if (isFree(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException(
        "no free port on loopback from " + FIRST + " to " + BEHIND_LAST);
  }

  /** Whether a server could listen on this loopback port now. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
