package io.epro.gateway.admit;

import java.util.concurrent.CompletionStage;

/** Who sends a request, as far as is known. */
public sealed interface Finding permits Sender, Finding.Stranger, Finding.Busy, Finding.NoKeys,
    Finding.Undecided {

  /** Nobody that we know. */
  record Stranger(TokenFault fault) implements Finding {}

  /** Too many tokens wait to be checked; nothing is known of this one. */
  record Busy() implements Finding {}

  /** No token can be checked yet, so nothing is known of this one. */
  record NoKeys() implements Finding {}

  /**
   * Not known yet: the token's key is being fetched, or its signature checked.
   *
   * @param found completed on any thread, never exceptionally, and never with another Undecided
   * @param otherwise what holds when the caller will not wait any longer
   */
  record Undecided(CompletionStage<Finding> found, Finding otherwise) implements Finding {}
}
