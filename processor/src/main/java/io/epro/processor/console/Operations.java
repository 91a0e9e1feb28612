package io.epro.processor.console;

import io.epro.processor.redrive.Redriver;
import io.epro.processor.redrive.Selection;
import io.epro.processor.replay.ReplayDiff;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the console's buttons do, the same as the commands of these names. All throw
 * {@link io.epro.processor.ledger.OutageException} when database or brokers do not answer or refuse, and
 * {@link IllegalArgumentException} when what is asked for makes no sense.
 */
public interface Operations {

  /** Told how far it is. */
  interface Watcher {
    /** @param total 0 where it is not known */
    void at(String what, long done, long total);
  }

  /**
   * How many open rejections are meant.
   *
   * @param at the moment, by the database's clock
   */
  record Count(long open, Instant at) {}

  /**
   * A replay that is asked for; what is null means all there is.
   *
   * @param maxRate records a second at most; 0 for no bound
   */
  record ReplayOrder(String name, @Nullable String from, @Nullable String to, long maxRate,
      String by) {}

  /** @param selection whose {@code until} is taken to be now */
  Count count(Selection selection);

  Redriver.Outcome redrive(Selection selection, String by, Watcher watcher);

  /** @return how many */
  long discard(Selection selection, String reason, String by);

  /**
   * Begins a replay or goes on with it, until it is complete or {@link #stop}ped.
   *
   * @return whether it is complete
   */
  boolean replay(ReplayOrder order, Watcher watcher);

  ReplayDiff diff(String replay, int samples);

  /** Ends a replay that runs; it can go on later. */
  void stop();
}
