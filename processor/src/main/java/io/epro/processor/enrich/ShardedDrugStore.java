package io.epro.processor.enrich;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The drug dictionary in memory: 256 shards by FNV-1a of the drug id's UTF-8. Any number of threads
 * read, without locks and without allocation; exactly one thread writes.
 *
 * <p>Why a reader never sees half a change: a shard is complete before it is published and is never
 * written again, and neither are the arrays of keys and fragments, which belong to the table from the
 * moment they are put. The writer publishes with {@code setRelease}: all that it wrote before is
 * visible to whoever reads that reference with {@code getAcquire}. A reader takes the reference once
 * and works on that shard to the end, so it sees one state of the shard: from before a change or from
 * after it. There is no order across shards, and nothing needs one: a lookup concerns one drug.
 *
 * <p>Why no update is lost: the writer reads a shard, copies it and publishes the copy, without
 * compare-and-set; that is sound because there is one writer (Streams' global thread). A second one
 * must be kept out by its caller.
 *
 * <p>A write costs a copy of its shard, about a 256th of the dictionary: meant for dictionaries of up
 * to some hundred thousand entries that seldom change.
 */
public final class ShardedDrugStore implements DrugLookup {
  private static final int SHARDS = 256;
  private static final int FNV_OFFSET = 0x811C9DC5;
  private static final int FNV_PRIME = 0x01000193;

  private final AtomicReferenceArray<DrugShard> shards = new AtomicReferenceArray<>(SHARDS);
  private final AtomicInteger size = new AtomicInteger();

  public ShardedDrugStore() {
    clear();
  }

  @Override
  public byte @Nullable [] find(byte[] utf8, int offset, int length) {
    int hash = hash(utf8, offset, length);
    return shards.getAcquire(hash & SHARDS - 1).find(hash, utf8, offset, length);
  }

  /**
   * Adds a drug or replaces what is known of it. For the one writer only.
   *
   * @param id the drug id's UTF-8; not to be written to afterwards, as is the fragment
   * @param fragment as {@link DrugLookup#find} gives it
   */
  public void put(byte[] id, byte[] fragment) {
    publish(id, shard(id).with(id, fragment));
  }

  /** Forgets a drug, if it is there. For the one writer only. */
  public void remove(byte[] id) {
    publish(id, shard(id).without(id));
  }

  /** Forgets all drugs. For the one writer only. */
  public void clear() {
    for (int i = 0; i < SHARDS; i++) {
      shards.setRelease(i, DrugShard.EMPTY);
    }
    size.setRelease(0);
  }

  /** Drugs known; from another thread than the writer's, as of a moment ago. */
  public int size() {
    return size.getAcquire();
  }

  private DrugShard shard(byte[] id) {
    return shards.getPlain(hash(id, 0, id.length) & SHARDS - 1);
  }

  private void publish(byte[] id, DrugShard changed) {
    int grown = changed.size() - shard(id).size();
    shards.setRelease(hash(id, 0, id.length) & SHARDS - 1, changed);
    size.setRelease(size.getPlain() + grown);
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
