package io.epro.processor.model;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.epro.processor.ledger.Realignment;
import io.epro.processor.sink.ThreadBatch;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * One run of the model: what was chosen, which law it broke, if any, and what it came across.
 *
 * @param choices enough to run it again
 * @param steps how long it was, and {@code events} how much there is to tell of it
 * @param story one line an event, where it was asked for
 */
record History(int[] choices, @Nullable String broken, Set<Situation> situations, int steps,
    int events,
    List<String> story) {

  static {
    // Giving up batches is daily bread here, and a line about each would be most of the time.
    for (Class<?> loud : List.of(ThreadBatch.class, Realignment.class)) {
      ((Logger) LoggerFactory.getLogger(loud)).setLevel(Level.OFF);
    }
  }

  static History of(long seed, Consumer<Wiring> wired) {
    return run(Choices.of(seed), wired, false);
  }

  static History replay(int[] choices, Consumer<Wiring> wired, boolean told) {
    return run(Choices.replay(choices), wired, told);
  }

  private static History run(Choices choices, Consumer<Wiring> wired, boolean told) {
    var wiring = new Wiring();
    wired.accept(wiring);
    var world = new World(choices, wiring, told);
    world.run();
    return new History(choices.made(), world.laws.broken(), world.story.situations(),
        world.schedule.steps(),
        world.story.events(), world.story.lines());
  }
}
