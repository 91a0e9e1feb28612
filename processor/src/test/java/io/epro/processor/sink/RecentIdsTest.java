package io.epro.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Against a plain list of all that was taken in. */
class RecentIdsTest {

  @Property(tries = 2000)
  void noIdOfTheLastWindowIsMissedAndNoneBeforeTwiceThatIsKept(
      @ForAll("numbers") List<Integer> numbers, @ForAll @IntRange(min = 1, max = 40) int window) {
    var recent = new RecentIds(window);
    var taken = new ArrayList<Integer>();
    for (int number : numbers) {
      boolean found = add(recent, id(number));
      var since = taken.subList(taken.lastIndexOf(number) + 1, taken.size());
      boolean ever = since.size() < taken.size();
      if (ever && since.size() < window) {
        assertThat(found).isTrue();
      }
      if (!ever || since.stream().distinct().count() >= 2L * window) {
        assertThat(found).isFalse();
      }
      taken.add(number);
    }
  }

  @Provide
  Arbitrary<List<Integer>> numbers() {
    return Arbitraries.integers().between(2, 120)
        .flatMap(different -> Arbitraries.integers().between(0, different).list().ofMaxSize(400));
  }

  @Test
  void manyDifferentIdsAreNotTakenForEachOther() {
    var recent = new RecentIds(1 << 16);
    assertThat(ids(1 << 18).filter(id -> add(recent, id))).isEmpty();
  }

  @Test
  void idsThatDifferInOneHalfAreToldApart() {
    var recent = new RecentIds(1 << 12);
    assertThat(
        IntStream.range(0, 1 << 10).mapToObj(i -> new UUID(i, 0)).filter(id -> add(recent, id)))
        .isEmpty();
    assertThat(
        IntStream.range(1, 1 << 10).mapToObj(i -> new UUID(0, i)).filter(id -> add(recent, id)))
        .isEmpty();
  }

  @Test
  void aWindowOfNoneFindsNothing() {
    var recent = new RecentIds(0);
    assertThat(add(recent, id(1))).isFalse();
    assertThat(add(recent, id(1))).isFalse();
  }

  private static Stream<UUID> ids(int count) {
    var random = new SplittableRandom(7);
    return IntStream.range(0, count)
        .mapToObj(_ -> new UUID(random.nextLong(), random.nextLong()));
  }

  private static boolean add(RecentIds recent, UUID id) {
    return recent.add(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  private static UUID id(int number) {
    return new UUID(0x0198_0000_0000_8000L, Long.MIN_VALUE | number);
  }
}
