package io.epro.e2e.guarantee;

import io.epro.e2e.evidence.Evidence;
import java.util.List;

/** One promise of the system, to be held against what is found after a scenario. */
public interface Guarantee {

  /** @throws AssertionError saying what breaks the promise, by coordinates */
  void check(Evidence evidence);

  /** All that are promised after every kill, restart and outage. */
  static List<Guarantee> all() {
    return List.of(new NoReportLost(), new StoredExactlyOnce(), new RejectsAreKept(),
        new PerPatientOrder(), new BooksBalance());
  }

  /** As a reader repeats it. */
  default String name() {
    return getClass().getSimpleName();
  }
}
