package io.epro.gateway.receive;

import io.epro.gateway.admit.Credential;
import io.epro.gateway.admit.TokenFault;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The header {@code Authorization} with a bearer token, and its answer (RFC 6750). */
final class Bearer {
  private static final String SCHEME = "Bearer";
  private static final CharSequence CHALLENGE = AsciiString.cached("www-authenticate");
  private static final boolean[] TOKEN_CHARACTERS = tokenCharacters();
  private static final Credential NONE = new Credential.None();
  private static final Credential UNREADABLE = new Credential.Unreadable();

  private Bearer() {}

  /** The scheme's case does not matter (RFC 9110, 11.1); blanks other than one space do. */
  static Credential read(MultiMap headers) {
    var all = headers.getAll(HttpHeaders.AUTHORIZATION);
    if (all.isEmpty()) {
      return NONE;
    }
    var value = all.getFirst();
    int token = SCHEME.length() + 1;
    boolean readable = all.size() == 1 && value.length() > token
        && value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && value.charAt(SCHEME.length()) == ' ' && isToken(value, token);
    return readable ? new Credential.Token(value.substring(token)) : UNREADABLE;
  }

  /** To a request of nobody that we know. */
  static void challenge(HttpServerResponse response, TokenFault fault) {
    response.putHeader(CHALLENGE, switch (fault) {
      case MISSING -> SCHEME;
      case UNREADABLE -> SCHEME + " error=\"invalid_request\"";
      case MALFORMED, UNSUPPORTED, UNKNOWN_KEY, BAD_SIGNATURE, EXPIRED, NOT_YET_VALID, WRONG_ISSUER,
          WRONG_AUDIENCE, BAD_CLAIMS ->
        SCHEME + " error=\"invalid_token\"";
    });
  }

  /** To a sender who may not report for this patient. */
  static void challengeForbidden(HttpServerResponse response) {
    response.putHeader(CHALLENGE, SCHEME + " error=\"insufficient_scope\"");
  }

  /** RFC 6750's {@code b64token}; a table, since each request has some hundred characters of it. */
  private static boolean isToken(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= TOKEN_CHARACTERS.length || !TOKEN_CHARACTERS[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] tokenCharacters() {
    var known = new boolean[128];
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=".chars()
        .forEach(c -> known[c] = true);
    return known;
  }
}
