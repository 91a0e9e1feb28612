package io.epro.processor.enrich;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One shard's drugs: an open-addressing table with linear probing, changed in place by one thread while
 * others read it. A slot is a pair of neighbours, a key and what is known of it.
 *
 * <p>Why a reader never sees a torn, foreign or half-made drug, and never misses one that is there:
 * <ol>
 * <li>A slot's key is written once, from null, and stays as long as its table. So whatever stands beside
 * a key was put there for this very key: fragments never change their slot's key, keys never move.
 * <li>The writer stores the fragment first and the key with release; whoever reads that key with acquire
 * sees the fragment, or a later one of the same key. A later fragment is stored with release, too, so
 * its bytes are seen with it. Key and fragment arrays are not written to any more.
 * <li>A removed drug keeps its slot, with no fragment, so a search that passes over it goes on.
 * <li>No more than half of the slots have a key, so each search ends. When they are full, the drugs that
 * are left are laid out in a new table, which is published with release when it is complete; the old one
 * is never written again. A reader that still searches the old one sees all drugs as they were when the
 * new one was published, which was after its search began.
 * </ol>
 *
 * <p>No change is lost, since there is one writer: it reads without order what it alone has written.
 */
final class DrugShard {
  private static final int SMALLEST = 2 * 4;
  private static final VarHandle SLOTS;
  private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(byte[][].class);

  static {
    try {
      SLOTS = MethodHandles.lookup().findVarHandle(DrugShard.class, "slots", byte[][].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private byte[] @Nullable [] slots = new byte[SMALLEST][];
  private int keys;

  byte @Nullable [] find(int hash, byte[] utf8, int offset, int length) {
    var table = (byte[] @Nullable []) SLOTS.getAcquire(this);
    int at = first(table, hash);
    for (byte[] key = acquire(table, at); key != null; key = acquire(table, at)) {
      if (isAt(key, utf8, offset, length)) {
        return acquire(table, at + 1);
      }
      at = next(table, at);
    }
    return null;
  }

  /** Adds a drug or replaces its fragment. @return whether it was not there */
  boolean put(int hash, byte[] key, byte[] fragment) {
    int at = slot(slots, hash, key);
    if (slots[at] != null) {
      boolean isNew = slots[at + 1] == null;
      ELEMENT.setRelease(slots, at + 1, fragment);
      return isNew;
    }
    if (keys == slots.length / 4) {
      rebuild();
      at = slot(slots, hash, key);
    }
    slots[at + 1] = fragment;
    ELEMENT.setRelease(slots, at, key);
    keys++;
    return true;
  }

  /** Forgets a drug. @return whether it was there */
  boolean remove(int hash, byte[] key) {
    int at = slot(slots, hash, key);
    boolean wasThere = slots[at] != null && slots[at + 1] != null;
    if (wasThere) {
      ELEMENT.setRelease(slots, at + 1, null);
    }
    return wasThere;
  }

  void clear() {
    publish(new byte[SMALLEST][], 0);
  }

  /** A new table at most a quarter full, so that many puts pass before the next, whatever was removed. */
  private void rebuild() {
    int left = 0;
    for (int i = 1; i < slots.length; i += 2) {
      left += slots[i] == null ? 0 : 1;
    }
    int length = SMALLEST;
    while (left > length / 8) {
      length *= 2;
    }
    byte[] @Nullable [] table = new byte[length][];
    for (int i = 0; i < slots.length; i += 2) {
      byte[] key = slots[i];
      if (key != null && slots[i + 1] != null) {
        int at = slot(table, ShardedDrugStore.hash(key, 0, key.length), key);
        table[at] = key;
        table[at + 1] = slots[i + 1];
      }
    }
    publish(table, left);
  }

  private void publish(byte[] @Nullable [] table, int count) {
    keys = count;
    SLOTS.setRelease(this, table);
  }

  /** The slot that holds the key, or the empty one where it would go. For the writer. */
  private static int slot(byte[] @Nullable [] table, int hash, byte[] key) {
    int at = first(table, hash);
    while (table[at] != null && !Arrays.equals(table[at], key)) {
      at = next(table, at);
    }
    return at;
  }

  private static int first(byte[] @Nullable [] table, int hash) {
    // The low eight bits chose the shard and are the same for all of its keys.
    return hash >>> 8 << 1 & table.length - 1;
  }

  private static int next(byte[] @Nullable [] table, int at) {
    return at + 2 & table.length - 1;
  }

  private static byte @Nullable [] acquire(byte[] @Nullable [] table, int at) {
    return (byte @Nullable []) ELEMENT.getAcquire(table, at);
  }

  private static boolean isAt(byte[] key, byte[] utf8, int offset, int length) {
    return key.length == length && Arrays.equals(key, 0, length, utf8, offset, offset + length);
  }
}
