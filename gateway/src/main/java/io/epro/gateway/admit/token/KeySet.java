package io.epro.gateway.admit.token;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The keys that are known now. Never changes. */
final class KeySet {
  static final KeySet EMPTY = new KeySet(List.of(), false);

  private final List<TokenKey> keys;
  private final boolean nameless;

  /** What there is for a token. */
  sealed interface Search {
    record Found(TokenKey key) implements Search {}

    /** None, and newer keys may have it. */
    record Unknown() implements Search {}

    /** None, and newer keys would not help. */
    record Wrong() implements Search {}
  }

  private KeySet(List<TokenKey> keys, boolean nameless) {
    this.keys = List.copyOf(keys);
    this.nameless = nameless;
  }

  /** Keys that are named by their ids. */
  static KeySet of(List<TokenKey> keys) {
    return new KeySet(keys, false);
  }

  /** One key for all tokens, whatever they name. */
  static KeySet only(TokenKey key) {
    return new KeySet(List.of(key), true);
  }

  List<TokenKey> keys() {
    return keys;
  }

  /**
   * The key that a token names. A token that names none gets the only key of its algorithm, if there
   * is just one.
   */
  Search find(Algorithm algorithm, @Nullable String id) {
    TokenKey found = null;
    boolean known = false;
    for (var key : keys) {
      boolean named = nameless || id == null || Objects.equals(key.id(), id);
      known |= named;
      if (named && key.algorithm() == algorithm) {
        if (found != null) {
          return new Search.Wrong();
        }
        found = key;
      }
    }
    if (found != null) {
      return new Search.Found(found);
    }
    return known || nameless ? new Search.Wrong() : new Search.Unknown();
  }
}
