package io.epro.bench.drugs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Maps, each behind its read-write lock: one is the article's first, 256 by FNV-1a are its third. */
final class LockedMaps implements Dictionary {
  private final Shard[] shards;

  private record Shard(Map<String, byte[]> drugs, ReadWriteLock lock) {}

  /** @param count a power of two */
  LockedMaps(int count) {
    shards = new Shard[count];
    Arrays.setAll(shards, _ -> new Shard(new HashMap<>(), new ReentrantReadWriteLock()));
  }

  @Override
  public byte @Nullable [] find(Questions questions, int at) {
    var id = questions.string(at);
    var shard = shard(id);
    shard.lock.readLock().lock();
    try {
      return shard.drugs.get(id);
    } finally {
      shard.lock.readLock().unlock();
    }
  }

  @Override
  public void put(byte[] id, byte[] fragment) {
    var key = new String(id, UTF_8);
    var shard = shard(key);
    shard.lock.writeLock().lock();
    try {
      shard.drugs.put(key, fragment);
    } finally {
      shard.lock.writeLock().unlock();
    }
  }

  private Shard shard(String id) {
    return shards.length == 1 ? shards[0] : shards[hash(id) & shards.length - 1];
  }

  private static int hash(String id) {
    int hash = 0x811C9DC5;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x01000193;
    }
    return hash;
  }
}
