package io.epro.observe;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The other end of a connection whose answer is not ready. The JDK's server says nothing about a client
 * that went away before something is written to it, so this looks into the kernel's table of TCP
 * sockets. Where there is no such table (not Linux), every client counts as there.
 */
final class Peer {
  private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp6"),
      Path.of("/proc/self/net/tcp"));

  private final Pattern established;
  private final boolean visible;

  Peer(HttpExchange exchange) {
    // "sl: local:port remote:port state": our port, theirs, and 01 for established.
    established = Pattern.compile(String.format("^ *\\d+: [0-9A-F]+:%04X [0-9A-F]+:%04X 01 .*",
        exchange.getLocalAddress().getPort(), exchange.getRemoteAddress().getPort()));
    visible = found();
  }

  /** Whether it still waits for its answer; also true where that cannot be known. */
  boolean waits() {
    return !visible || found();
  }

  private boolean found() {
    return TABLES.stream().anyMatch(this::listed);
  }

  private boolean listed(Path table) {
    try (BufferedReader lines = Files.newBufferedReader(table)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (established.matcher(line).matches()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
