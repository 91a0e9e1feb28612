package io.epro.processor.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The cases of {@link DrugShardStress} for a fraction of a second each, by two threads of this JVM:
 * jcstress itself starts dozens of others and is for {@link DrugShardStressIT}. What is broken on purpose
 * shows that this is enough.
 */
class DrugShardStressTest {
  private static final int STATES = 64;
  private static final Duration EACH = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aReaderFindsWholeDrugsOfItsOwn() throws InterruptedException {
    assertThat(new Case<>(DrugShardStress.ADrugIsWhole::new, DrugShardStress.ADrugIsWhole::write,
        DrugShardStress.ADrugIsWhole::read, I_Result::new).forbidden(EACH)).isEmpty();
    assertThat(new Case<>(DrugShardStress.AnUpdateIsNeverTakenBack::new,
        DrugShardStress.AnUpdateIsNeverTakenBack::write,
        DrugShardStress.AnUpdateIsNeverTakenBack::read, II_Result::new).forbidden(EACH)).isEmpty();
    assertThat(new Case<>(DrugShardStress.GrowthHidesNoDrug::new,
        DrugShardStress.GrowthHidesNoDrug::write, DrugShardStress.GrowthHidesNoDrug::read,
        II_Result::new).forbidden(EACH)).isEmpty();
    assertThat(new Case<>(DrugShardStress.ARemovedDrugHasNoOthersValue::new,
        DrugShardStress.ARemovedDrugHasNoOthersValue::write,
        DrugShardStress.ARemovedDrugHasNoOthersValue::read, II_Result::new).forbidden(EACH))
        .isEmpty();
  }

  @Test
  void aTableThatIsBrokenIsFound() throws InterruptedException {
    assertThat(new Case<>(DrugShardStress.BrokenByPublishingTooEarly::new,
        DrugShardStress.BrokenByPublishingTooEarly::write,
        DrugShardStress.BrokenByPublishingTooEarly::read, II_Result::new).forbidden(PATIENCE))
        .isNotEmpty();
    assertThat(new Case<>(DrugShardStress.BrokenByUsingSlotsAgain::new,
        DrugShardStress.BrokenByUsingSlotsAgain::write,
        DrugShardStress.BrokenByUsingSlotsAgain::read, II_Result::new).forbidden(PATIENCE))
        .isNotEmpty();
  }

  /** One case; a result's text is what its outcomes are called by. */
  private record Case<S, R>(Supplier<S> state, Consumer<S> write, BiConsumer<S, R> read,
      Supplier<R> result) {

    /** The results that should not be; ends at the first of them, or after that time. */
    Set<String> forbidden(Duration limit) throws InterruptedException {
      var acceptable = acceptable();
      var found = new TreeSet<String>();
      var next = new AtomicReference<>(List.<S>of());
      var writer = Thread.ofPlatform().daemon().start(() -> writeAll(next));
      long end = System.nanoTime() + limit.toNanos();
      while (found.isEmpty() && System.nanoTime() < end) {
        var states = Stream.generate(state).limit(STATES).toList();
        var results = Stream.generate(result).limit(STATES).toList();
        next.set(states);
        for (int i = 0; i < STATES; i++) {
          read.accept(states.get(i), results.get(i));
        }
        while (!next.get().isEmpty()) {
          Thread.onSpinWait();
        }
        results.stream().map(Object::toString).filter(text -> !acceptable.contains(text))
            .forEach(found::add);
      }
      writer.interrupt();
      writer.join();
      return found;
    }

    private void writeAll(AtomicReference<List<S>> next) {
      while (!Thread.currentThread().isInterrupted()) {
        var states = next.get();
        if (states.isEmpty()) {
          Thread.onSpinWait();
        } else {
          states.forEach(write);
          next.set(List.of());
        }
      }
    }

    private Set<String> acceptable() {
      return Arrays.stream(state.get().getClass().getAnnotationsByType(Outcome.class))
          .filter(outcome -> outcome.expect() == Expect.ACCEPTABLE)
          .flatMap(outcome -> Arrays.stream(outcome.id())).collect(Collectors.toSet());
    }
  }
}
