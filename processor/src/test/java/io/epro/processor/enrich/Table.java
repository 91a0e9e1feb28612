package io.epro.processor.enrich;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the stress asks of a shard: the shipped one, or one that is broken on purpose. Drugs are numbers;
 * a fragment repeats a value, so that half a fragment would show.
 */
interface Table {
  int NOTHING = -1;
  int TORN = -2;

  void put(int drug, int value);

  void remove(int drug);

  /** The value, {@link #NOTHING} or {@link #TORN}. */
  int find(int drug);

  static byte[] key(int drug) {
    return new byte[]{(byte) drug};
  }

  static int hash(byte[] key) {
    return ShardedDrugStore.hash(key, 0, key.length);
  }

  static byte[] fragment(int value) {
    byte[] fragment = new byte[12];
    Arrays.fill(fragment, (byte) value);
    return fragment;
  }

  static int value(byte @Nullable [] fragment) {
    if (fragment == null) {
      return NOTHING;
    }
    for (byte each : fragment) {
      if (each != fragment[0]) {
        return TORN;
      }
    }
    return fragment[0];
  }

  /** The one that production has. */
  final class Shipped implements Table {
    private final DrugShard shard = new DrugShard();

    @Override
    public void put(int drug, int value) {
      byte[] key = key(drug);
      shard.put(hash(key), key, fragment(value));
    }

    @Override
    public void remove(int drug) {
      byte[] key = key(drug);
      shard.remove(hash(key), key);
    }

    @Override
    public int find(int drug) {
      byte[] key = key(drug);
      return value(shard.find(hash(key), key, 0, key.length));
    }
  }
}
