package io.epro.bench.story;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Maps, each behind a read-write lock of its own: one at first, 256 by FNV-1a at last. */
final class LockedMaps implements DrugCache {
  private static final int MANY = 256;

  private final DrugSource source;
  private final Shard[] shards;

  private record Shard(Map<String, DrugInfo> drugs, ReadWriteLock lock) {}

  private LockedMaps(DrugSource source, int count) {
    this.source = source;
    shards = new Shard[count];
    Arrays.setAll(shards, _ -> new Shard(new HashMap<>(), new ReentrantReadWriteLock()));
  }

  static DrugCache one(DrugSource source) {
    return new LockedMaps(source, 1);
  }

  static DrugCache many(DrugSource source) {
    return new LockedMaps(source, MANY);
  }

  @Override
  public DrugInfo find(String drugId) {
    var shard = shards[hash(drugId) & shards.length - 1];
    var known = get(shard, drugId);
    return known != null && DrugCache.isFresh(known) ? known : loaded(shard, drugId);
  }

  private static @Nullable DrugInfo get(Shard shard, String drugId) {
    shard.lock.readLock().lock();
    try {
      return shard.drugs.get(drugId);
    } finally {
      shard.lock.readLock().unlock();
    }
  }

  private DrugInfo loaded(Shard shard, String drugId) {
    shard.lock.writeLock().lock();
    try {
      var known = shard.drugs.get(drugId);
      if (known != null && DrugCache.isFresh(known)) {
        return known; // another one was faster
      }
      var loaded = source.load(drugId);
      shard.drugs.put(drugId, loaded);
      return loaded;
    } finally {
      shard.lock.writeLock().unlock();
    }
  }

  private static int hash(String id) {
    int hash = 0x811C9DC5;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x01000193;
    }
    return hash;
  }
}
