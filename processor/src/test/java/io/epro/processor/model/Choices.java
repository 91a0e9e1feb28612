package io.epro.processor.model;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is left open in a history: what the world is, who goes next, what fails. Drawn from a
 * seed, or replayed from a list; where the list ends, and once the world is calm, every choice is 0,
 * which always means the dullest thing: go on, in turn, and nothing fails.
 */
final class Choices {
  private final @Nullable SplittableRandom random;
  private final int[] given;
  private int[] made = new int[256];
  private int count;
  private boolean calm;

  private Choices(@Nullable SplittableRandom random, int[] given) {
    this.random = random;
    this.given = given;
  }

  static Choices of(long seed) {
    return new Choices(new SplittableRandom(seed), new int[0]);
  }

  static Choices replay(int... given) {
    return new Choices(null, given);
  }

  /** One of 0 to n-1. */
  int below(int n) {
    if (calm || n <= 1) {
      return 0;
    }
    return record(random != null ? random.nextInt(n) : Math.floorMod(next(), n));
  }

  /** True once in n times. */
  boolean oneIn(int n) {
    if (calm) {
      return false;
    }
    return record(random != null ? (random.nextInt(n) == 0 ? 1 : 0) : next()) != 0;
  }

  private int next() {
    return count < given.length ? given[count] : 0;
  }

  private int record(int choice) {
    if (count == made.length) {
      made = Arrays.copyOf(made, 2 * count);
    }
    made[count++] = choice;
    return choice;
  }

  /** From now on all is dull. */
  void calm() {
    calm = true;
  }

  boolean isCalm() {
    return calm;
  }

  int[] made() {
    return Arrays.copyOf(made, count);
  }
}
