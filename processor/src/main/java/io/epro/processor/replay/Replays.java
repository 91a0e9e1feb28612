package io.epro.processor.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The replays that there are. All calls throw {@link io.epro.processor.ledger.OutageException} when the
 * database does not answer.
 */
public interface Replays {

  /**
   * A replay and how far it is.
   *
   * @param done offsets
   * @param completedAt null while it is not complete
   * @param promotedAt null while it was not taken over
   */
  record Progress(ReplayPlan plan, long done, Optional<Instant> completedAt,
      Optional<Instant> promotedAt) {}

  Optional<ReplayPlan> find(ReplayName name);

  void add(ReplayPlan plan);

  /** In the order in which they were begun. */
  List<Progress> list();

  /** Marks it as complete; its ranges end behind the last record now, with its books. */
  void complete(ReplayPlan plan);

  /** @param samples at most so many of each kind, with their values */
  ReplayDiff diff(ReplayPlan plan, int samples);

  /**
   * What was changed in the live tables.
   *
   * @param rejections closed or opened by it
   */
  record Promotion(long changed, long added, long removed, long rejections) {}

  /**
   * Takes its results over into the live tables, in one transaction that also keeps what stood there before.
   *
   * @throws ReplayUnfit when it is not complete, or was taken over already
   */
  Promotion promote(ReplayPlan plan, String reason, String by);

  /** Forgets it, with its tables. */
  void drop(ReplayName name);
}
