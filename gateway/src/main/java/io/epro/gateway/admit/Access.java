package io.epro.gateway.admit;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Decides whether the sender of a request may report for a patient. Thread-safe, never blocks. */
@FunctionalInterface
public interface Access {

  /** What the sender is told. */
  enum Decision {
    ALLOWED,
    /** No valid token. */
    UNAUTHORIZED,
    /** A valid token, of another patient. */
    FORBIDDEN_PATIENT
  }

  /** @param authorization the request's {@code Authorization} header */
  Decision decide(@Nullable String authorization, String patientId);

  /** Everyone may report for everyone: only for a gateway that nobody else can reach. */
  static Access open() {
    return (authorization, patientId) -> Decision.ALLOWED;
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
