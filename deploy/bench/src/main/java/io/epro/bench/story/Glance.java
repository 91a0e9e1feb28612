package io.epro.bench.story;

import io.epro.bench.measure.Scrape;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** What an operator sees of the service, as a line: rates are since the line before. */
final class Glance {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final double MIB = 1 << 20;

  private final String admin;
  private Reading before;

  /** Counters, and the moment at which they were read. */
  private record Reading(long nanos, double stored, double pauses, double pauseSeconds,
      double allocated) {
    static Reading of(Scrape scrape) {
      return new Reading(System.nanoTime(),
          scrape.sum("article_reports_total{outcome=\"stored\""),
          sumOrNone(scrape, "jvm_gc_pause_seconds_count"),
          sumOrNone(scrape, "jvm_gc_pause_seconds_sum"),
          scrape.sum("jvm_gc_memory_allocated_bytes_total"));
    }

    /** Its series are there from the first pause on. */
    private static double sumOrNone(Scrape scrape, String metric) {
      return scrape.lines().stream().filter(line -> line.startsWith(metric))
          .mapToDouble(Scrape::value).sum();
    }
  }

  Glance(String admin) throws IOException {
    this.admin = admin;
    this.before = Reading.of(Scrape.of(admin, LIMIT));
  }

  String line() {
    try {
      var scrape = Scrape.of(admin, LIMIT);
      var now = Reading.of(scrape);
      var line = line(scrape, now, (now.nanos() - before.nanos()) / 1e9);
      before = now;
      return line;
    } catch (IOException e) {
      return "the service does not answer";
    }
  }

  private String line(Scrape scrape, Reading now, double seconds) {
    return String.format(Locale.ROOT, "stored %,6.0f/s, p99 %,6.0f ms | waiting %,7.0f | threads"
        + " %,5.0f, connections wanted %,7.0f | heap %4.0f MiB, allocates %4.0f MiB/s,"
        + " pauses %2.0f of %4.1f ms | failed %,.0f",
        (now.stored() - before.stored()) / seconds,
        1e3 * scrape.sum("article_work_seconds{quantile=\"0.99\""),
        scrape.sum("article_waiting"), scrape.sum("jvm_threads_live_threads"),
        scrape.sum("hikaricp_connections_pending"),
        scrape.sum("jvm_memory_used_bytes{area=\"heap\"") / MIB,
        (now.allocated() - before.allocated()) / seconds / MIB, now.pauses() - before.pauses(),
        1e3 * (now.pauseSeconds() - before.pauseSeconds()),
        scrape.sum("article_reports_total{outcome=\"failed\""));
  }
}
