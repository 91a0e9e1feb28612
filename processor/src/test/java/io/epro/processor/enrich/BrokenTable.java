package io.epro.processor.enrich;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table like {@link DrugShard}'s with one rule of its argument broken, in a way that shows on any
 * processor: what the stress has to find. Its stores are all volatile, so the order of stores is not
 * what is wrong.
 */
abstract class BrokenTable implements Table {
  /** What a slot holds; a slot's two fields are written one after the other. */
  static final class Slot {
    volatile byte @Nullable [] key;
    volatile byte @Nullable [] fragment;
  }

  volatile Slot[] slots = table(4);

  static Slot[] table(int length) {
    var table = new Slot[length];
    Arrays.setAll(table, _ -> new Slot());
    return table;
  }

  @Override
  public void put(int drug, int value) {
    byte[] key = Table.key(drug);
    put(slotFor(key), key, Table.fragment(value));
  }

  static void put(Slot slot, byte[] key, byte[] fragment) {
    slot.fragment = fragment;
    slot.key = key;
  }

  @Override
  public void remove(int drug) {
    slot(slots, Table.key(drug)).fragment = null;
  }

  @Override
  public int find(int drug) {
    byte[] key = Table.key(drug);
    var slot = slot(slots, key);
    return slot.key == null ? NOTHING : Table.value(slot.fragment);
  }

  /** Where a drug is put. */
  abstract Slot slotFor(byte[] key);

  /** The slot with that key, or the empty one where it would go. */
  static Slot slot(Slot[] table, byte[] key) {
    int at = Table.hash(key) >>> 8 & table.length - 1;
    while (table[at].key != null && !Arrays.equals(table[at].key, key)) {
      at = at + 1 & table.length - 1;
    }
    return table[at];
  }

  /** Gives a removed drug's slot to the next one: a key does not stay as long as its table. */
  static final class SlotsUsedAgain extends BrokenTable {
    @Override
    Slot slotFor(byte[] key) {
      for (var slot : slots) {
        if (slot.key != null && slot.fragment == null) {
          return slot;
        }
      }
      return slot(slots, key);
    }
  }

  /** Publishes the larger table before the drugs are in it. */
  static final class PublishedTooEarly extends BrokenTable {
    @Override
    Slot slotFor(byte[] key) {
      var old = slots;
      if (Arrays.stream(old).filter(slot -> slot.key != null).count() == old.length / 2) {
        slots = table(2 * old.length);
        for (var slot : old) {
          byte[] moved = slot.key;
          byte[] fragment = slot.fragment;
          if (moved != null && fragment != null) {
            put(slot(slots, moved), moved, fragment);
          }
        }
      }
      return slot(slots, key);
    }
  }
}
