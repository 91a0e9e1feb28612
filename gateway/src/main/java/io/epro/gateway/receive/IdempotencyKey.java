package io.epro.gateway.receive;

import java.util.Optional;
import java.util.UUID;

/** The header {@code Idempotency-Key}: a UUID of 36 characters, hexadecimal digits in either case. */
final class IdempotencyKey {
  private static final int LENGTH = 36;

  private IdempotencyKey() {}

  /** Empty when it is none; unlike {@link UUID#fromString} this takes no shortened groups. */
  static Optional<UUID> parse(String text) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    for (int i = 0; i < LENGTH; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      char c = text.charAt(i);
      // Character.digit would take digits of other scripts.
      if (dash ? c != '-' : c > 'f' || Character.digit(c, 16) < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(UUID.fromString(text));
  }
}
