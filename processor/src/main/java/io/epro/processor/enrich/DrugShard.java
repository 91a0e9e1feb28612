package io.epro.processor.enrich;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One shard's drugs: an open-addressing table with linear probing that never changes once it is made.
 * A slot is a pair of neighbours, key and fragment. At most half of the slots are taken, so that a
 * search always meets an empty one; a change makes a new table, so there are no tombstones.
 */
final class DrugShard {
  static final DrugShard EMPTY = new DrugShard(new byte[2 * 4][], 0);

  private final byte[] @Nullable [] slots;
  private final int mask;
  private final int size;

  private DrugShard(byte[] @Nullable [] slots, int size) {
    this.slots = slots;
    this.mask = slots.length / 2 - 1;
    this.size = size;
  }

  int size() {
    return size;
  }

  byte @Nullable [] find(int hash, byte[] utf8, int offset, int length) {
    byte[] @Nullable [] table = slots;
    return table[2 * slot(table, mask, hash, utf8, offset, length) + 1];
  }

  /** This shard with one drug more, or with another fragment for it. */
  DrugShard with(byte[] key, byte[] fragment) {
    int hash = ShardedDrugStore.hash(key, 0, key.length);
    int slot = slot(slots, mask, hash, key, 0, key.length);
    boolean replaces = slots[2 * slot] != null;
    int newSize = replaces ? size : size + 1;
    boolean grows = newSize > (mask + 1) / 2;
    byte[] @Nullable [] copy = grows ? rehashed(2 * slots.length, null) : slots.clone();
    put(copy, key, fragment);
    return new DrugShard(copy, newSize);
  }

  /** This shard without one drug: itself if it does not hold it. */
  DrugShard without(byte[] key) {
    int hash = ShardedDrugStore.hash(key, 0, key.length);
    byte[] present = slots[2 * slot(slots, mask, hash, key, 0, key.length)];
    return present == null ? this
        : size == 1 ? EMPTY : new DrugShard(rehashed(slots.length, present), size - 1);
  }

  private byte[] @Nullable [] rehashed(int length, byte @Nullable [] except) {
    byte[] @Nullable [] table = new byte[length][];
    for (int i = 0; i < slots.length; i += 2) {
      byte[] key = slots[i];
      byte[] fragment = slots[i + 1];
      if (key != null && fragment != null && !Arrays.equals(key, except)) {
        put(table, key, fragment);
      }
    }
    return table;
  }

  private static void put(byte[] @Nullable [] table, byte[] key, byte[] fragment) {
    int hash = ShardedDrugStore.hash(key, 0, key.length);
    int slot = slot(table, table.length / 2 - 1, hash, key, 0, key.length);
    table[2 * slot] = key;
    table[2 * slot + 1] = fragment;
  }

  /** The slot that holds the key, or the empty one where it would go. */
  private static int slot(byte[] @Nullable [] table, int mask, int hash, byte[] utf8, int offset,
      int length) {
    // The low eight bits chose the shard and are the same for all of its keys.
    int slot = hash >>> 8 & mask;
    while (true) {
      byte[] key = table[2 * slot];
      if (key == null || (key.length == length
          && Arrays.equals(key, 0, length, utf8, offset, offset + length))) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
  }
}
