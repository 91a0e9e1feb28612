package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.RandomFault.Target;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomPlanTest {
  private static final Duration LENGTH = Duration.ofSeconds(12);

  @Test
  void theSeedDecides() {
    assertThat(RandomPlan.draw(7, LENGTH)).isEqualTo(RandomPlan.draw(7, LENGTH))
        .isNotEqualTo(RandomPlan.draw(8, LENGTH));
  }

  @Test
  void onePartHasOneFaultAtATime() {
    LongStream.range(0, 100).mapToObj(seed -> RandomPlan.draw(seed, LENGTH)).forEach(plan -> {
      for (var target : Target.values()) {
        var faults = plan.faults().stream().filter(fault -> fault.target() == target).toList();
        for (int i = 1; i < faults.size(); i++) {
          assertThat(faults.get(i).from()).isGreaterThan(faults.get(i - 1).until());
        }
      }
    });
  }

  @Test
  void twentySeedsDoEverythingToEveryPartAndSomeAtOnce() {
    var plans = LongStream.rangeClosed(1, 20).mapToObj(seed -> RandomPlan.draw(seed, LENGTH))
        .toList();
    var faults = plans.stream().flatMap(plan -> plan.faults().stream()).toList();

    assertThat(Arrays.asList(Target.values())).allSatisfy(target -> assertThat(
        faults.stream().filter(fault -> fault.target() == target).map(RandomFault::deed))
        .containsAll(target.deeds()));
    assertThat(plans.stream().map(RandomPlan::protocol)).contains(Protocol.values());
    assertThat(plans).allSatisfy(plan -> assertThat(plan.faults()).hasSizeGreaterThan(4));
    assertThat(plans).anySatisfy(plan -> assertThat(plan.faults().get(1).from())
        .isLessThan(plan.faults().get(0).until()));
  }
}
