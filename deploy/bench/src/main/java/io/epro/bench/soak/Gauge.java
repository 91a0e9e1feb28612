package io.epro.bench.soak;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is looked at in each program. */
enum Gauge {
  HEAP("heap used", "MiB", Windows.FLOORS, new Tolerance(0.25, 16)),
  THREADS("threads", "", Windows.MEDIANS, new Tolerance(0.05, 3)),
  DESCRIPTORS("open file descriptors", "", Windows.MEDIANS, new Tolerance(0.05, 8)),
  /** Not judged: a JVM keeps what it once took, up to its limit. */
  RESIDENT("resident memory", "MiB", Windows.MEDIANS, null),
  CPU("CPU", "cores", Windows.MEDIANS, null);

  private final String title;
  private final String unit;
  private final Windows windows;
  @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
  private final @Nullable Tolerance tolerance;

  Gauge(String title, String unit, Windows windows, @Nullable Tolerance tolerance) {
    this.title = title;
    this.unit = unit;
    this.windows = windows;
    this.tolerance = tolerance;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  Windows windows() {
    return windows;
  }

  /** Absent where growth proves nothing. */
  Optional<Tolerance> tolerance() {
    return Optional.ofNullable(tolerance);
  }
}
