package io.epro.bench.drugs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Drugs in memory or on disk, asked by many threads and changed by one. */
public interface Dictionary extends AutoCloseable {

  /** The fragment of the drug that is asked for there, null if it is not known. */
  byte @Nullable [] find(Questions questions, int at);

  void put(byte[] id, byte[] fragment);

  @Override
  default void close() throws IOException {}
}
