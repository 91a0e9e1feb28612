package io.epro.bench.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** How long the answers that are out at the end are waited for: a server must have given them up. */
final class LastAnswers {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(15);

  private LastAnswers() {}

  /** @throws IOException when they should have been there */
  static void check(Window window, long now, long waiting) throws IOException {
    if (now - window.to() > LIMIT) {
      throw new IOException(waiting + " requests were never answered");
    }
  }
}
