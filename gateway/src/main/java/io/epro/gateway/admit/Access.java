package io.epro.gateway.admit;

import java.net.InetAddress;

/** Says who sends a request, before a byte of its body is read. Thread-safe, never blocks. */
@FunctionalInterface
public interface Access {

  /**
   * Whose request it is. What the sender may report is then a matter of {@link Sender#mayReportFor},
   * once the report's patient is known.
   */
  Finding identify(Credential credential);

  /** Everyone may report for everyone: only for a gateway that nobody else can reach. */
  static Access open() {
    return credential -> Sender.ANYONE;
  }

  /**
   * Whether a host to listen on is loopback: {@code localhost} or an address literal. Any other name
   * is not, since what it resolves to may change.
   */
  static boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
