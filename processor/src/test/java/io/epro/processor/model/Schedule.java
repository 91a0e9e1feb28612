package io.epro.processor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who runs. One actor at a time; at every point of its way another may take over, and time is what the
 * schedule says. The dull schedule lets an actor go on until it passes, and then takes them in turn.
 */
final class Schedule {
  private static final long STEP_NANOS = 100_000;
  private static final int LOOK_AHEAD = 6;

  private final Choices choices;
  private final int restlessness;
  private final List<Actor> actors = new ArrayList<>();
  private int[] candidates = new int[8];
  private int turn;
  private boolean passed;
  private long nanos;
  private int steps;

  /** One simulated thread of a process. */
  final class Actor {
    final String name;
    private final SimProcess process;
    private final Fiber fiber;
    private long wakeAt;
    private @Nullable BooleanSupplier ready;

    SimProcess process() {
      return process;
    }

    private Actor(String name, SimProcess process, Runnable body) {
      this.name = name;
      this.process = process;
      this.fiber = new Fiber(body);
    }

    private boolean runnable() {
      return wakeAt <= nanos || (ready != null && ready.getAsBoolean());
    }
  }

  Schedule(Choices choices) {
    this.choices = choices;
    restlessness = 2 + 3 * choices.below(4);
  }

  void start(String name, SimProcess process, Runnable body) {
    actors.add(new Actor(name, process, body));
  }

  /** The clock of all. */
  long nanos() {
    return nanos;
  }

  int steps() {
    return steps;
  }

  /** Whether somebody was interrupted in the middle of something. */
  boolean midway() {
    return !passed;
  }

  Actor current() {
    return actors.get(turn);
  }

  /** Whose turn it was. */
  @Nullable
  SimProcess busy() {
    return actors.isEmpty() ? null : current().process;
  }

  /** Another may take over here. */
  void point() {
    nanos += STEP_NANOS;
    steps++;
    if (choices.oneIn(restlessness)) {
      Fiber.pause();
    }
  }

  /** Nothing to do at the moment: others first. */
  void pass() {
    nanos += STEP_NANOS;
    steps++;
    passed = true;
    Fiber.pause();
  }

  void sleep(long howLong) {
    await(() -> false, howLong);
  }

  /** Waits, at most so many nanoseconds. @return whether the condition holds */
  boolean await(BooleanSupplier condition, long atMost) {
    Actor me = current();
    me.wakeAt = nanos + atMost;
    me.ready = condition;
    pass();
    me.ready = null;
    me.wakeAt = 0;
    return condition.getAsBoolean();
  }

  /** Lets one actor run on. @return false when there is none that could, now or later */
  boolean runOne() {
    int able = 0;
    int sleeper = -1;
    int first = turn + (passed ? 1 : 0);
    if (candidates.length < actors.size()) {
      candidates = new int[2 * actors.size()];
    }
    for (int i = 0; i < actors.size(); i++) {
      int at = (first + i) % actors.size();
      Actor actor = actors.get(at);
      if (!actor.process.runs()) {
        continue;
      }
      if (actor.runnable()) {
        candidates[able++] = at;
      } else if (sleeper < 0 || actor.wakeAt < actors.get(sleeper).wakeAt) {
        sleeper = at;
      }
    }
    passed = false;
    if (able == 0 && sleeper < 0) {
      return false;
    }
    if (able == 0 || (sleeper >= 0 && choices.oneIn(LOOK_AHEAD))) {
      nanos = Math.max(nanos, actors.get(sleeper).wakeAt);
      turn = sleeper;
    } else {
      turn = candidates[choices.below(able)];
    }
    run(actors.get(turn));
    return true;
  }

  private void run(Actor actor) {
    actor.fiber.run();
    if (actor.fiber.done()) {
      actors.remove(actor);
      turn = actors.isEmpty() ? 0 : turn % actors.size();
    }
  }

  /** Forgets the threads of a process that is gone. */
  void kill(SimProcess process) {
    Actor now = actors.isEmpty() ? null : current();
    actors.removeIf(actor -> actor.process.equals(process));
    int at = now == null ? -1 : actors.indexOf(now);
    turn = at >= 0 || actors.isEmpty() ? Math.max(0, at) : turn % actors.size();
  }
}
