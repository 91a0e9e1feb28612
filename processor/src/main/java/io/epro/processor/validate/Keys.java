package io.epro.processor.validate;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that one object has shown so far: those of the contract as bits, others by name. Bounded by
 * the document.
 */
final class Keys {
  private int seen;
  private int repeated;
  private @Nullable Set<String> unknown;

  /** Notes a key of the contract; false if the object had it already. */
  boolean add(int bit) {
    if ((seen & bit) != 0) {
      repeated |= bit;
      return false;
    }
    seen |= bit;
    return true;
  }

  /** Notes a key that the contract does not know; false if the object had it already. */
  boolean addUnknown(String name) {
    if (unknown == null) {
      unknown = new HashSet<>();
    }
    return unknown.add(name);
  }

  boolean has(int bit) {
    return (seen & bit) != 0;
  }

  boolean hasTwice(int bit) {
    return (repeated & bit) != 0;
  }
}
