package io.epro.processor.validate;

import org.jspecify.annotations.Nullable;

/** Judges reports, one after the other, on one thread. */
@FunctionalInterface
public interface Judge {

  /**
   * Judges one report. The verdict on a valid one stands until the next is judged.
   *
   * @param body as it stands in the record; null is malformed
   * @param receivedAtMillis epoch milliseconds; the report's own time is held against it
   */
  Verdict validate(byte @Nullable [] body, long receivedAtMillis);
}
