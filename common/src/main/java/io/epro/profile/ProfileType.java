package io.epro.profile;

import java.util.EnumSet;
import java.util.Set;

/** What a profile counts, and the JFR events that it is counted from. */
public enum ProfileType {
  /**
   * Nanoseconds of CPU, in Java and in native code alike, by the kernel's own timers. The older
   * {@code jdk.ExecutionSample} looks at no more than five threads a tick, and at none in native code.
   */
  CPU("cpu", "nanoseconds"),
  /** Bytes allocated, estimated from samples, with the allocated class as the last frame. */
  ALLOC("alloc", "bytes"),
  /**
   * Nanoseconds of waiting for a monitor or a lock of {@code java.util.concurrent} that another thread
   * held, with the lock's class as the last frame. Waiting for work (a queue, a future) is not in it.
   */
  LOCK("lock", "nanoseconds"),
  /**
   * Nanoseconds of any thread: running, in native code (system calls among it), parked, waiting or
   * asleep. JFR looks at one thread in native code a tick, so where many are there, each is shown
   * smaller than it is; a thread that waited from before the recording until after it is not shown.
   */
  WALL("wall", "nanoseconds");

  private final String word;
  private final String unit;

  ProfileType(String word, String unit) {
    this.word = word;
    this.unit = unit;
  }

  /** As the URL has it. */
  public String word() {
    return word;
  }

  /** Of the values in the profile. */
  public String unit() {
    return unit;
  }

  /** Whether the last frame is what was allocated or waited for. */
  boolean endsInClass() {
    return this == ALLOC || this == LOCK;
  }

  Set<Source> sources() {
    return switch (this) {
      case CPU -> EnumSet.of(Source.CPU_TIME);
      case ALLOC -> EnumSet.of(Source.ALLOCATION);
      case LOCK -> EnumSet.of(Source.MONITOR_ENTER, Source.PARK);
      case WALL -> EnumSet.of(Source.RUNNING, Source.IN_NATIVE, Source.MONITOR_ENTER, Source.PARK,
          Source.MONITOR_WAIT, Source.SLEEP);
    };
  }
}
