package io.epro.observe;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may use {@code /debug/}. With a token, whoever sends it. Without one nobody, unless the admin port
 * is on loopback, where only programs of this machine reach it.
 *
 * <p>A browser on this machine is such a program, and may run a stranger's page. So what a page of
 * another site sends is refused: it says so ({@code Origin}, {@code Sec-Fetch-Site}), or it comes under
 * a name that the stranger made resolve to this machine (DNS rebinding: {@code Host}).
 */
record DebugAccess(boolean loopback, Optional<AdminToken> token) {

  /** What is decided of a request. */
  sealed interface Decision {}

  record Allowed() implements Decision {}

  /** @param problem in words for the operator, with nothing of the request */
  record Refused(Problem problem) implements Decision {}

  Decision decide(Headers request) {
    if (request.containsKey("Origin") || !ownSite(request.getFirst("Sec-Fetch-Site"))) {
      return forbidden("a page of another site may not use /debug/");
    }
    if (token.isPresent()) {
      return token.get().opens(request.getFirst("Authorization")) ? new Allowed()
          : unauthorized("/debug/ needs the admin token: Authorization: Bearer TOKEN");
    }
    if (!loopback) {
      return forbidden("off loopback /debug/ needs an admin token, and none is configured:"
          + " set admin.token");
    }
    return loopbackHost(request.getFirst("Host")) ? new Allowed()
        : forbidden("without an admin token /debug/ answers under localhost or a loopback"
            + " address only");
  }

  private static Refused forbidden(String detail) {
    return new Refused(new Problem(403, "Forbidden", detail));
  }

  private static Refused unauthorized(String detail) {
    return new Refused(new Problem(401, "Unauthorized", detail));
  }

  private static boolean ownSite(@Nullable String fetchSite) {
    return fetchSite == null || fetchSite.equals("none") || fetchSite.equals("same-origin");
  }

  /** {@code localhost}, {@code 127.0.0.1} or {@code [::1]}, with or without a port. */
  private static boolean loopbackHost(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.replaceFirst(":[0-9]{0,5}$", "");
    if (name.equalsIgnoreCase("localhost")) {
      return true;
    }
    boolean bracketed = name.startsWith("[") && name.endsWith("]");
    try {
      return InetAddress.ofLiteral(bracketed ? name.substring(1, name.length() - 1) : name)
          .isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
