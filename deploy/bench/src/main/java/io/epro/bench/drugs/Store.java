package io.epro.bench.drugs;

import java.io.IOException;

/** What is compared. */
public enum Store {
  SHARDED("sharded store"), CONCURRENT_MAP("ConcurrentHashMap"), READY_KEYS(
      "the same, keys ready"),
  LOCKED_MAP("read-write-locked map"), LOCKED_SHARDS(
      "256 locked maps"),
  KAFKA_MEMORY("Kafka in memory"), KAFKA_ROCKSDB("Kafka RocksDB");

  private final String title;

  Store(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Empty. */
  public Dictionary open() throws IOException {
    return switch (this) {
      case SHARDED -> new Sharded();
      case CONCURRENT_MAP -> new ConcurrentMap(false);
      case READY_KEYS -> new ConcurrentMap(true);
      case LOCKED_MAP -> new LockedMaps(1);
      case LOCKED_SHARDS -> new LockedMaps(256);
      case KAFKA_MEMORY -> KafkaStore.inMemory();
      case KAFKA_ROCKSDB -> KafkaStore.rocksDb();
    };
  }
}
