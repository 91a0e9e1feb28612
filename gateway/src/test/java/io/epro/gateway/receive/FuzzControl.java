package io.epro.gateway.receive;

/** A bug that chance alone would not find: where the fuzzer does not find it either, it is blind. */
public final class FuzzControl {
  private FuzzControl() {}

  /** Called by Jazzer, once for each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 5 && input[0] == 'c' && input[1] == 'a' && input[2] == 'n'
        && input[3] == 'a' && input[4] == 'r' && input[5] == 'y') {
      throw new IllegalStateException("found");
    }
  }
}
