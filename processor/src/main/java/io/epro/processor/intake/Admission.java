package io.epro.processor.intake;

import io.epro.processor.sink.Judged;

/** What becomes of a record once it was judged. Asked by stream threads, several at a time. */
@FunctionalInterface
public interface Admission {

  /** Every record of the topic is this pipeline's. */
  Admission ALL = _ -> Fate.PROCESS;

  enum Fate {
    /** Goes its way. */
    PROCESS,
    /** Is counted, and nothing else. */
    PASS,
    /** Is none of this pipeline's offsets: as if it had not been read. */
    DROP
  }

  Fate of(Judged record);
}
