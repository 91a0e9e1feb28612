package io.epro.bench.contestant;

import java.io.IOException;

/** A server to measure. */
public interface Contestant {
  /** In the tables. */
  String name();

  /** Whether it takes several reports in a request. */
  boolean takesBatches();

  /** Starts a fresh one, ready to answer. */
  Server start() throws IOException;
}
