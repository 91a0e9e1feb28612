package io.epro.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The protocol as it is keeps its laws. Many more histories run in {@link ManyHistoriesIT}. */
class ProtocolModelTest {
  private static final int HISTORIES = 20_000;

  @Test
  void noHistoryBreaksALaw() throws InterruptedException {
    var seen = Exploration.explore(0, HISTORIES, 2, _ -> {});
    assertThat(seen).allSatisfy((situation, times) -> assertThat(times).as("%s", situation)
        .isGreaterThanOrEqualTo(situation.rare() ? 0 : 10));
  }

  /** What is below the ledger is skipped, so an offset that goes back costs time and nothing else. */
  @Test
  void theGroupNeedNotFenceAnybody() throws InterruptedException {
    assertThat(Exploration.explore(0, HISTORIES / 10, 2,
        wiring -> wiring.world = world -> world.group.acceptStaleMembers())).isNotEmpty();
  }

  @Test
  void aHistoryIsTheSameWheneverItIsRun() {
    for (int seed = 0; seed < 50; seed++) {
      History first = History.of(seed, _ -> {});
      History again = History.replay(first.choices(), _ -> {}, true);
      assertThat(again.choices()).isEqualTo(first.choices());
      assertThat(again.situations()).isEqualTo(first.situations());
      assertThat(again.story())
          .isEqualTo(History.replay(first.choices(), _ -> {}, true).story());
    }
  }

  /** For a look at one history: {@code -Dtest=ProtocolModelTest#theStoryOfASeed -Depro.seed=7}. */
  @Test
  @EnabledIfSystemProperty(named = "epro.seed", matches = "-?\\d+")
  void theStoryOfASeed() {
    History history = History.of(Long.getLong("epro.seed", 0), _ -> {});
    History.replay(history.choices(), _ -> {}, true).story().forEach(System.out::println);
    assertThat(history.broken()).isNull();
  }
}
