package io.epro.gateway.admit.token;

import java.io.IOException;

/** Gives the text of a key set. Called on one thread only. */
interface JwksSource extends AutoCloseable {

  /** @throws IOException in plain words, when there is none within the bounds of time and size */
  byte[] fetch() throws IOException, InterruptedException;

  @Override
  void close();
}
