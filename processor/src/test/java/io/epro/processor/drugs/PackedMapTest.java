package io.epro.processor.drugs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PackedMapTest {
  private final PackedMap map = new PackedMap();

  @Test
  void saysWhatAHashMapSays() {
    for (int seed = 1; seed <= 20; seed++) {
      var packed = new PackedMap();
      var plain = new HashMap<String, String>();
      var random = new Random(seed);
      for (int step = 0; step < 20_000; step++) {
        var id = (random.nextBoolean() ? "D-" : "é") + random.nextInt(1 + step / 8);
        if (random.nextInt(3) == 0) {
          assertThat(text(packed.remove(id))).isEqualTo(plain.remove(id));
        } else {
          packed.put(id, (id + " " + step).getBytes(UTF_8));
          plain.put(id, id + " " + step);
        }
        assertThat(packed.size()).isEqualTo(plain.size());
        var other = "D-" + random.nextInt(1 + step / 8);
        assertThat(text(packed.get(other))).isEqualTo(plain.get(other));
      }
      assertThat(packed.inOrder()).extracting(PackedMapTest::text)
          .containsExactlyElementsOf(new TreeMap<>(plain).values());
    }
  }

  @Test
  void tellsAnIdFromOneThatBeginsWithIt() {
    map.put("A", "1".getBytes(UTF_8));
    map.put("AB", "".getBytes(UTF_8));
    map.put("", "2".getBytes(UTF_8));
    assertThat(text(map.get("A"))).isEqualTo("1");
    assertThat(text(map.get("AB"))).isEmpty();
    assertThat(text(map.get(""))).isEqualTo("2");
    assertThat(map.get("A1")).isNull();
    assertThat(map.size()).isEqualTo(3);
  }

  /** Each is put into the place that the search for it ends at, also where many were taken out. */
  @Test
  void doesNotGrowWhereOthersComeAndGo() {
    for (int i = 0; i < 300_000; i++) {
      map.put("D-" + i, new byte[0]);
      assertThat(map.remove("D-" + i)).isEmpty();
    }
    assertThat(map.size()).isZero();
    assertThat(map.inOrder()).isEmpty();
  }

  private static @Nullable String text(byte @Nullable [] value) {
    return value == null ? null : new String(value, UTF_8);
  }
}
