package io.epro.processor.erase;

import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom the register holds, as of one moment. Immutable.
 *
 * @param version of the newest entry, chosen at random, so that two registers with one version have the same
 *     entries, also where the database was restored in between; 0 while there is none
 * @param key of the hashes; null while there is none
 */
public record Register(long version, byte @Nullable [] key, Set<ByteBuffer> hashes) {
  /** Nobody was ever erased. */
  public static final Register EMPTY = new Register(0, null, Set.of());

  public Register {
    hashes = Set.copyOf(hashes);
  }

  @Override
  public String toString() {
    return "Register[version=" + version + "]";
  }
}
