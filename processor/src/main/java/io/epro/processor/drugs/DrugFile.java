package io.epro.processor.drugs;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** A dictionary's file, read from its beginning to its end. */
interface DrugFile extends Closeable {
  /** Of one file. */
  int MAX_DRUGS = 1_000_000;

  /**
   * The next drug, or line that should be one; nothing at the end of the file.
   *
   * @throws IOException when the file cannot be read, or has more than {@link #MAX_DRUGS}
   */
  Optional<DrugLine> next() throws IOException;
}
