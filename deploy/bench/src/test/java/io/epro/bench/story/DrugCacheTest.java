package io.epro.bench.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrugCacheTest {
  private static final int THREADS = 8;

  private final AtomicInteger loads = new AtomicInteger();

  static List<Function<DrugSource, DrugCache>> caches() {
    return List.of(LockedMaps::one, LockedMaps::many, ConcurrentMap::new);
  }

  @ParameterizedTest
  @MethodSource("caches")
  void aDrugIsLoadedOnceForAllWhoAskAtTheSameTime(Function<DrugSource, DrugCache> kind)
      throws Exception {
    var begun = new CountDownLatch(THREADS);
    var cache = kind.apply(id -> {
      awaitAll(begun); // all others are about to ask
      return drug(id, System.nanoTime());
    });
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var found = IntStream.range(0, THREADS).mapToObj(_ -> threads.submit(() -> {
        begun.countDown();
        return cache.find("N02BE01");
      })).toList();
      for (var one : found) {
        assertThat(one.get(10, TimeUnit.SECONDS).name()).isEqualTo("N02BE01");
      }
    }

    assertThat(loads).hasValue(1);
  }

  @ParameterizedTest
  @MethodSource("caches")
  void aDrugThatIsTooOldIsLoadedAgain(Function<DrugSource, DrugCache> kind) {
    long old = System.nanoTime() - DrugCache.KEPT.plus(Duration.ofSeconds(1)).toNanos();
    var cache = kind.apply(id -> drug(id, loads.get() == 0 ? old : System.nanoTime()));

    cache.find("A");
    cache.find("A");
    cache.find("A");

    assertThat(loads).hasValue(2);
  }

  private DrugInfo drug(String id, long loadedAt) {
    loads.incrementAndGet();
    return new DrugInfo(true, id, "", "", loadedAt);
  }

  private static void awaitAll(CountDownLatch begun) {
    try {
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
