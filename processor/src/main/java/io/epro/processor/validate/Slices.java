package io.epro.processor.validate;

import java.util.Arrays;

/** Places in a text, in order: each from an offset to before another. Used again after {@link #clear}. */
public final class Slices {
  private int[] bounds = new int[16];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int from, int to) {
    if (2 * size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * size] = from;
    bounds[2 * size + 1] = to;
    size++;
  }

  public int size() {
    return size;
  }

  public int from(int index) {
    return bounds[2 * index];
  }

  public int to(int index) {
    return bounds[2 * index + 1];
  }
}
