package io.epro.processor.enrich;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The drug dictionary in memory: 256 shards by FNV-1a of the drug id's UTF-8. Any number of threads
 * read, without locks and without allocation; exactly one thread writes. Why that is sound is said at
 * the head of {@link DrugShard}. There is no order across drugs, and nothing needs one: a lookup
 * concerns one drug. It gives what was known of it at some moment while it ran, and a thread never sees
 * an older state of a drug after a newer one.
 *
 * <p>A second writer must be kept out by the caller (Streams has one global thread).
 *
 * <p>A write costs a store or two. Now and then one finds its shard full and lays that shard out anew,
 * a 256th of the dictionary: so no write takes long, and there is no moment with two whole dictionaries
 * in memory. Readers would do as well with a single table.
 */
public final class ShardedDrugStore implements DrugLookup {
  private static final int SHARDS = 256;
  private static final int FNV_OFFSET = 0x811C9DC5;
  private static final int FNV_PRIME = 0x01000193;

  private final DrugShard[] shards = new DrugShard[SHARDS];
  private final AtomicInteger size = new AtomicInteger();

  public ShardedDrugStore() {
    Arrays.setAll(shards, _ -> new DrugShard());
  }

  @Override
  public byte @Nullable [] find(byte[] utf8, int offset, int length) {
    int hash = hash(utf8, offset, length);
    return shard(hash).find(hash, utf8, offset, length);
  }

  /**
   * Adds a drug or replaces what is known of it. For the one writer only.
   *
   * @param id the drug id's UTF-8; not to be written to afterwards, as is the fragment
   * @param fragment as {@link DrugLookup#find} gives it
   */
  public void put(byte[] id, byte[] fragment) {
    int hash = hash(id, 0, id.length);
    if (shard(hash).put(hash, id, fragment)) {
      size.setRelease(size.getPlain() + 1);
    }
  }

  /** Forgets a drug, if it is there. For the one writer only. */
  public void remove(byte[] id) {
    int hash = hash(id, 0, id.length);
    if (shard(hash).remove(hash, id)) {
      size.setRelease(size.getPlain() - 1);
    }
  }

  /** Forgets all drugs. For the one writer only. */
  public void clear() {
    for (var shard : shards) {
      shard.clear();
    }
    size.setRelease(0);
  }

  /** Drugs known; from another thread than the writer's, as of a moment ago. */
  public int size() {
    return size.getAcquire();
  }

  private DrugShard shard(int hash) {
    return shards[hash & SHARDS - 1];
  }

  /** FNV-1a, 32 bits (draft-eastlake-fnv). */
  static int hash(byte[] bytes, int offset, int length) {
    int hash = FNV_OFFSET;
    for (int i = offset; i < offset + length; i++) {
      hash = (hash ^ (bytes[i] & 0xFF)) * FNV_PRIME;
    }
    return hash;
  }

  @Override
  public String toString() {
    return "ShardedDrugStore[" + size() + " drugs]";
  }
}
