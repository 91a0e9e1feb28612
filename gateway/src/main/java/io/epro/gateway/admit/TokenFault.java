package io.epro.gateway.admit;

import java.util.Locale;

/**
 * Why a token does not tell who sends: the metrics' label, and words for the client that hold
 * nothing of the token.
 */
public enum TokenFault {
  MISSING("send Authorization: Bearer with a token"),
  UNREADABLE("send one Authorization header, with Bearer, one space and the token"),
  MALFORMED("the token is not a signed JWT as RFC 7519 has it"),
  UNSUPPORTED("the token's header asks for what is not supported: RS256 and ES256 are, without"
      + " crit, jku, jwk, x5u, x5c or nesting"),
  UNKNOWN_KEY("the token's key is not known"),
  BAD_SIGNATURE("the token's signature does not hold"),
  EXPIRED("the token has expired"),
  NOT_YET_VALID("the token is not valid yet"),
  WRONG_ISSUER("the token is of another issuer"),
  WRONG_AUDIENCE("the token is for another audience"),
  BAD_CLAIMS("the token lacks a claim that is needed, or has one of a wrong type");

  private final String detail;
  private final String label = name().toLowerCase(Locale.ROOT);

  TokenFault(String detail) {
    this.detail = detail;
  }

  public String detail() {
    return detail;
  }

  /** In the metrics. */
  public String label() {
    return label;
  }
}
