package io.epro.e2e.evidence;

import io.epro.e2e.load.Digest;
import java.util.Set;

/**
 * A row of {@code rejection}.
 *
 * @param reasons each as code, space, JSON pointer
 * @param raw of the bytes kept
 */
public record RejectionRow(Coordinates source, String state, Set<String> reasons, Digest raw) {
  public boolean open() {
    return state.equals("open");
  }
}
