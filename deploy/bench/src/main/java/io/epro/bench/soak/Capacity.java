package io.epro.bench.soak;

import io.epro.local.books.BookReader;
import io.epro.local.system.LocalSystem;
import io.epro.local.traffic.Rhythm;
import java.io.IOException;
import java.time.Duration;

/** How much the whole machine can do when phones, programs and servers share it. */
final class Capacity {
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration WINDOW = Duration.ofSeconds(20);
  private static final Duration ANSWERS = Duration.ofSeconds(30);
  /** At each gateway: more than it takes to keep it busy. */
  private static final int UNDER_WAY = 100;

  private Capacity() {}

  /**
   * Reports a second that the ledger passes while phones send as fast as they are answered, without falling
   * behind: of acknowledged and passed whichever is less.
   */
  static double measure(LocalSystem system, BookReader books, AcknowledgedIds told, long seed)
      throws IOException, InterruptedException {
    try (var patients = new Patients(system, Rhythm.steady(1e9), UNDER_WAY, seed, told).start()) {
      Thread.sleep(WARM_UP);
      long begin = System.nanoTime();
      long acknowledged = patients.acknowledged();
      long passed = books.glance().passed();
      Thread.sleep(WINDOW);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double most = Math.min(patients.acknowledged() - acknowledged,
          books.glance().passed() - passed) / seconds;
      patients.stop(ANSWERS);
      if (patients.abandoned() > 0 || patients.wrong() > 0) {
        throw new IOException("the system did not answer as it should: no capacity");
      }
      return most;
    }
  }
}
