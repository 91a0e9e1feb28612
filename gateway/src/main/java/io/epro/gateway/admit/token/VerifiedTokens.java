package io.epro.gateway.admit.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.epro.gateway.admit.Sender;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tokens whose signature was good, by their hash: the token itself is not kept. An entry holds until
 * the token's {@code exp} to the millisecond (the clocks' tolerance is for the rules to grant, anew
 * each time), for the maximum age at most, and only while its key is not retired. Retired keys are
 * asked for at each look, so it does not matter when {@link #forgetRetired} comes. Thread-safe.
 */
final class VerifiedTokens {
  private final Cache<TokenHash, Verified> cache;

  private record Verified(Sender sender, long expiresMillis, TokenKey key) {}

  /** @param most entries; 0 keeps none */
  VerifiedTokens(int most, Duration maxAge) {
    this.cache = Caffeine.newBuilder()
        .maximumSize(most)
        .expireAfterWrite(maxAge)
        .executor(Runnable::run) // no threads but those that call
        .build();
  }

  @Nullable
  Sender find(TokenHash hash, long nowMillis) {
    var verified = cache.getIfPresent(hash);
    if (verified == null) {
      return null;
    }
    if (nowMillis >= verified.expiresMillis || verified.key.retired()) {
      cache.invalidate(hash);
      return null;
    }
    return verified.sender;
  }

  void add(TokenHash hash, Sender sender, long expiresMillis, TokenKey key) {
    cache.put(hash, new Verified(sender, expiresMillis, key));
  }

  /** Frees what can never be found again. */
  void forgetRetired() {
    cache.asMap().values().removeIf(verified -> verified.key.retired());
  }

  long size() {
    return cache.estimatedSize();
  }
}
