package io.epro.processor.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShardedDrugStoreTest {
  /** Ids that share one shard, so that its table fills, grows and is probed. */
  private static final List<String> SAME_SHARD = IntStream.range(0, 20_000).mapToObj(i -> "X" + i)
      .filter(id -> (hash(id) & 255) == 7).limit(40).toList();
  private static final List<String> IDS = Stream
      .concat(SAME_SHARD.stream(), Stream.of("", "N02BE01", "M01AE01", "é", "😀", "a".repeat(300)))
      .toList();

  @Test
  void knowsNothingAtFirst() {
    var store = new ShardedDrugStore();
    assertThat(find(store, "N02BE01")).isNull();
    assertThat(store.size()).isZero();
  }

  @Test
  void looksUpASliceOfALargerArray() {
    var store = new ShardedDrugStore();
    store.put("N02BE01".getBytes(UTF_8), "x".getBytes(UTF_8));
    byte[] buffer = "..N02BE01..".getBytes(UTF_8);
    assertThat(store.find(buffer, 2, 7)).asString(UTF_8).isEqualTo("x");
    assertThat(store.find(buffer, 2, 6)).isNull();
    assertThat(store.find(buffer, 1, 7)).isNull();
  }

  @Test
  void hashesAsFnvSaysItShould() {
    // From the test vectors of draft-eastlake-fnv.
    assertThat(hash("")).isEqualTo(0x811c9dc5);
    assertThat(hash("a")).isEqualTo(0xe40c292c);
    assertThat(hash("foobar")).isEqualTo(0xbf9cf968);
  }

  /** A null value removes, any other is put; after each step all ids are asked for. */
  @Property(tries = 300)
  void behavesLikeAHashMap(@ForAll("changes") List<Tuple2<String, @Nullable String>> changes) {
    var store = new ShardedDrugStore();
    var map = new HashMap<String, String>();
    for (var change : changes) {
      String value = change.get2();
      if (value == null) {
        store.remove(change.get1().getBytes(UTF_8));
        map.remove(change.get1());
      } else {
        store.put(change.get1().getBytes(UTF_8), value.getBytes(UTF_8));
        map.put(change.get1(), value);
      }
      assertThat(store.size()).isEqualTo(map.size());
    }
    for (String id : IDS) {
      assertThat(find(store, id)).isEqualTo(map.get(id));
    }
    store.clear();
    assertThat(store.size()).isZero();
    assertThat(IDS).allSatisfy(id -> assertThat(find(store, id)).isNull());
  }

  @Provide
  Arbitrary<List<Tuple2<String, @Nullable String>>> changes() {
    return Combinators.combine(Arbitraries.of(IDS),
        Arbitraries.of("a", "b", "c").injectNull(0.35))
        .as((id, value) -> Tuple.<String, @Nullable String>of(id, value)).list().ofMaxSize(200);
  }

  /** A fragment names its id and repeats its version; a torn or foreign one would not. */
  @Test
  void neverShowsAReaderATornOrForeignValue() throws Exception {
    var store = new ShardedDrugStore();
    var stop = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(4)) {
      var readers = new ArrayList<Callable<Long>>();
      for (int i = 0; i < 3; i++) {
        readers.add(() -> readUntil(stop, store));
      }
      var reads = readers.stream().map(threads::submit).toList();
      threads.submit(() -> {
        for (int version = 0; version < 20_000; version++) {
          change(store, SAME_SHARD.get(version * 7 % SAME_SHARD.size()), version);
        }
        stop.set(true);
      }).get(60, TimeUnit.SECONDS);
      for (var read : reads) {
        assertThat(read.get(60, TimeUnit.SECONDS)).isPositive();
      }
    }
  }

  private static void change(ShardedDrugStore store, String id, int version) {
    if (version % 5 == 0) {
      store.remove(id.getBytes(UTF_8));
    } else {
      store.put(id.getBytes(UTF_8), (id + ":" + (version + ",").repeat(20)).getBytes(UTF_8));
    }
  }

  private static long readUntil(AtomicBoolean stop, ShardedDrugStore store) {
    long found = 0;
    while (!stop.get() || found == 0) {
      for (String id : SAME_SHARD) {
        String fragment = find(store, id);
        if (fragment != null) {
          String version = fragment.substring(id.length() + 1, fragment.indexOf(','));
          assertThat(fragment).isEqualTo(id + ":" + (version + ",").repeat(20));
          found++;
        }
      }
    }
    return found;
  }

  private static int hash(String id) {
    byte[] bytes = id.getBytes(UTF_8);
    return ShardedDrugStore.hash(bytes, 0, bytes.length);
  }

  private static @Nullable String find(ShardedDrugStore store, String id) {
    byte[] bytes = id.getBytes(UTF_8);
    byte[] found = store.find(bytes, 0, bytes.length);
    return found == null ? null : new String(found, UTF_8);
  }
}
