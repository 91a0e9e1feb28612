package io.epro.observe;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use {@code /debug/} and {@code /api/}. Whoever sends a token that {@link AdminUsers} know. Without
 * one nobody, unless the admin port is on loopback, where only programs of this machine reach it: they may
 * read.
 *
 * <p>A browser on this machine is such a program, and may run a stranger's page. So what a page of
 * another site sends is refused: it says so ({@code Origin}, {@code Sec-Fetch-Site}), or it comes under
 * a name that the stranger made resolve to this machine (DNS rebinding: {@code Host}).
 */
record DebugAccess(boolean loopback, Optional<? extends AdminUsers> users) {
  private static final String SCHEME = "Bearer ";
  private static final AdminUser LOCAL = new AdminUser("a program of this machine",
      Set.of(AdminRole.READ));

  /** What is decided of a request. */
  sealed interface Decision {}

  record Allowed(AdminUser user) implements Decision {}

  /** @param problem in words for the operator, with nothing of the request */
  record Refused(Problem problem) implements Decision {}

  Decision decide(Headers request) {
    if (!ownOrigin(request) || !ownSite(request.getFirst("Sec-Fetch-Site"))) {
      return forbidden("a page of another site may not use the admin port");
    }
    String sent = request.getFirst("Authorization");
    if (users.isPresent() && (sent != null || users.get().onLoopbackToo())) {
      return known(sent == null ? "" : sent);
    }
    if (!loopback) {
      return users.isPresent() ? needed()
          : forbidden("off loopback this needs an admin token, and none is configured:"
              + " set admin.token");
    }
    return loopbackHost(request.getFirst("Host")) ? new Allowed(LOCAL)
        : forbidden("without an admin token this answers under localhost or a loopback"
            + " address only");
  }

  private Decision known(String authorization) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return needed();
    }
    return users.orElseThrow().of(authorization.substring(SCHEME.length()).strip())
        .<Decision>map(user -> user.may(AdminRole.READ) ? new Allowed(user)
            : forbidden("the token is good, but has none of the scopes console:read,"
                + " console:operate, console:raw"))
        .orElseGet(DebugAccess::needed);
  }

  private static Refused needed() {
    return new Refused(new Problem(401, "Unauthorized",
        "this needs the admin token or an operator's: Authorization: Bearer TOKEN"));
  }

  private static Refused forbidden(String detail) {
    return new Refused(new Problem(403, "Forbidden", detail));
  }

  /** A browser names the page's origin with each request that changes something. */
  private static boolean ownOrigin(Headers request) {
    String origin = request.getFirst("Origin");
    return origin == null || origin.replaceFirst("^https?://", "")
        .equals(request.getFirst("Host"));
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
