package io.epro.processor.redrive;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of rejections, and the record of their second chances. All calls throw
 * {@link io.epro.processor.ledger.OutageException} when the database does not answer; what they did not
 * do then is not done.
 */
public interface Rejections {

  /** The database's clock, by which rejections are dated. */
  Instant now();

  /** How many there are, by partition and first code. */
  Map<Group, Long> count(Selection selection);

  /** How many of them belong to reports that had so many chances. */
  long exhausted(Selection selection, int chances);

  /**
   * The next open ones, in the order of their coordinates.
   *
   * @param after null to begin
   * @return as many as fit into one batch; empty when there are no more
   */
  List<Candidate> next(Selection selection, @Nullable Coordinates after, int limit);

  /**
   * Writes down that they will be published again, before they are.
   *
   * @param ends where each partition ends now
   */
  void intend(List<Candidate> candidates, Map<Integer, Long> ends, String by);

  /** Those that were written down and are not known to be published. */
  List<Intended> unfinished();

  /** Writes down where they stand now, and that they are open no more. */
  void published(Map<Coordinates, Long> offsets, String by);

  /** Forgets that they were to be published: they stay open. */
  void withdraw(Collection<Coordinates> intended);

  /** Closes them for good. @return how many */
  long discard(Selection selection, String reason, String by);

  /** Rejections of one partition whose first reason is this. */
  record Group(int partition, String code) {}

  /** @param notBefore where the partition ended when it was written down */
  record Intended(Candidate candidate, long notBefore) {}
}
