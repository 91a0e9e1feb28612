package io.epro.bench.story;

import java.util.function.Supplier;

/** What the service is made of, from its first version to its last. */
public enum Stage {
  THREADS("a thread per request", Doors.THREAD_PER_REPORT, Objects.FRESH, Caches.ONE_LOCK),
  WORKERS("a queue and 100 workers", Doors.DISPATCHER, Objects.FRESH, Caches.ONE_LOCK),
  REUSE("objects used again", Doors.DISPATCHER, Objects.REUSED, Caches.ONE_LOCK),
  CONCURRENT_MAP("ConcurrentHashMap", Doors.DISPATCHER, Objects.REUSED, Caches.CONCURRENT_MAP),
  SHARDS("256 locked shards", Doors.DISPATCHER, Objects.REUSED, Caches.LOCKED_SHARDS);

  private static final int QUEUE = 1_000;
  private static final int HUNDRED = 100;

  private final String title;
  private final Doors door;
  private final Objects objects;
  private final Caches cache;

  private enum Doors {
    THREAD_PER_REPORT, DISPATCHER
  }

  private enum Objects {
    FRESH, REUSED
  }

  private enum Caches {
    ONE_LOCK, CONCURRENT_MAP, LOCKED_SHARDS
  }

  Stage(String title, Doors door, Objects objects, Caches cache) {
    this.title = title;
    this.door = door;
    this.objects = objects;
    this.cache = cache;
  }

  String title() {
    return title;
  }

  /** @param work for each worker one, or one for all threads that come */
  Door door(Supplier<Work> work) {
    return switch (door) {
      case THREAD_PER_REPORT -> new ThreadPerReport(work.get());
      case DISPATCHER -> new Dispatcher(QUEUE, HUNDRED, work);
    };
  }

  /** Confined to one thread, unless it makes everything anew. */
  Making making() {
    return switch (objects) {
      case FRESH -> new FreshObjects();
      case REUSED -> new ReusedObjects();
    };
  }

  DrugCache cache(DrugSource source) {
    return switch (cache) {
      case ONE_LOCK -> LockedMaps.one(source);
      case CONCURRENT_MAP -> new ConcurrentMap(source);
      case LOCKED_SHARDS -> LockedMaps.many(source);
    };
  }
}
