package io.epro.processor.drugs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes by id, for dictionaries of a million drugs in a tool's small heap: each entry is one array, which
 * holds the id's length in two bytes, the id in UTF-8 and the value, in an open-addressing table with
 * linear probing. That is about half of what a HashMap of Strings needs. Confined to one thread.
 */
public final class PackedMap {
  private static final int LENGTH = 2;
  private static final int SMALLEST = 16;
  /** In place of what was removed, so that a search goes on behind it. */
  private static final byte[] GONE = {};

  private byte[] @Nullable [] slots = new byte[SMALLEST][];
  private int taken;
  private int size;

  public int size() {
    return size;
  }

  /** A copy, null if there is none. */
  public byte @Nullable [] get(String id) {
    byte[] found = slots[slot(utf8(id))];
    return found == null ? null : value(found);
  }

  /**
   * Adds a value or replaces it.
   *
   * @param id of at most 65 535 bytes in UTF-8
   */
  public void put(String id, byte[] value) {
    byte[] key = utf8(id);
    int at = slot(key);
    if (slots[at] == null) {
      if (taken >= slots.length / 3 * 2) {
        rebuild();
        at = slot(key);
      }
      taken++;
      size++;
    }
    slots[at] = entry(key, value);
  }

  /** Forgets an id. @return what was there, null if nothing */
  public byte @Nullable [] remove(String id) {
    int at = slot(utf8(id));
    byte[] found = slots[at];
    if (found == null) {
      return null;
    }
    slots[at] = GONE;
    size--;
    return value(found);
  }

  /** Copies of all values, in the order of their ids' bytes; as it is now. */
  public Iterable<byte[]> inOrder() {
    byte[][] all = Arrays.stream(slots).filter(PackedMap::isThere).toArray(byte[][]::new);
    Arrays.sort(all, (one, other) -> Arrays.compareUnsigned(one, LENGTH, end(one), other, LENGTH,
        end(other)));
    return () -> Arrays.stream(all).map(PackedMap::value).iterator();
  }

  /** The slot that holds the id, or the empty one where it would go: some are always free. */
  private int slot(byte[] key) {
    int at = first(hash(key, 0, key.length));
    for (byte[] entry = slots[at]; entry != null && !isOf(entry, key); entry = slots[at]) {
      at = at + 1 & slots.length - 1;
    }
    return at;
  }

  /** Into a table that is at most half full. */
  private void rebuild() {
    byte[] @Nullable [] old = slots;
    int length = SMALLEST;
    while (size > length / 2) {
      length *= 2;
    }
    slots = new byte[length][];
    taken = size;
    for (byte[] entry : old) {
      if (entry != null && isThere(entry)) {
        int at = first(hash(entry, LENGTH, end(entry)));
        while (slots[at] != null) {
          at = at + 1 & length - 1;
        }
        slots[at] = entry;
      }
    }
  }

  private int first(int hash) {
    return hash & slots.length - 1;
  }

  /** As of {@link Arrays#hashCode(byte[])}, mixed, since ids that are counted up are neighbours. */
  private static int hash(byte[] bytes, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    hash *= 0x9E3779B9;
    return hash ^ hash >>> 16;
  }

  private static byte[] entry(byte[] key, byte[] value) {
    if (key.length > 0xFFFF) {
      throw new IllegalArgumentException("the id is too long");
    }
    var entry = new byte[LENGTH + key.length + value.length];
    entry[0] = (byte) (key.length >>> 8);
    entry[1] = (byte) key.length;
    System.arraycopy(key, 0, entry, LENGTH, key.length);
    System.arraycopy(value, 0, entry, LENGTH + key.length, value.length);
    return entry;
  }

  private static boolean isOf(byte[] entry, byte[] key) {
    return isThere(entry) && Arrays.equals(entry, LENGTH, end(entry), key, 0, key.length);
  }

  private static boolean isThere(byte @Nullable [] entry) {
    return entry != null && entry.length > 0;
  }

  /** Of the id. */
  private static int end(byte[] entry) {
    return LENGTH + (((entry[0] & 0xFF) << 8) | (entry[1] & 0xFF));
  }

  private static byte[] value(byte[] entry) {
    return Arrays.copyOfRange(entry, end(entry), entry.length);
  }

  private static byte[] utf8(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }
}
