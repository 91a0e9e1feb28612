package io.epro.gateway.admit;

/** What a request brings to show who sends it. */
public sealed interface Credential {

  /** Nothing. */
  record None() implements Credential {}

  /** Something out of form, or more than one thing. */
  record Unreadable() implements Credential {}

  /** A bearer token, not looked at yet. */
  record Token(String text) implements Credential {
    @Override
    public String toString() {
      return "Token[redacted]";
    }
  }
}
