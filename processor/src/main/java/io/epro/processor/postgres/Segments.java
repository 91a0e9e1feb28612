package io.epro.processor.postgres;

/**
 * How many rows to copy behind one savepoint. What Postgres refuses undoes all that was copied since: long
 * segments lose much, short ones cost a savepoint and a COPY each. With one refusal in {@code gap} rows the
 * sum is least at the square root of twice the gap times the segment's own cost, in rows: 10 √gap, where a
 * segment costs about as much as 50 rows.
 *
 * <p>The gap is learned from what all threads met lately, and grows again where nothing is refused, so
 * that in clean times a batch is one segment. Thread-safe: asked once a segment.
 */
final class Segments {
  private static final double FACTOR = 10;
  /** Beyond this a batch of any usual size is one segment. */
  private static final double RARE = 10_000_000;
  /** Of the last gaps a stretch without refusal must be longer by so much to say that they grew. */
  private static final double PATIENCE = 4;

  private double gap = RARE;
  private long stored;

  synchronized int rows() {
    return (int) (FACTOR * Math.sqrt(gap));
  }

  synchronized void stored(int rows) {
    stored += rows;
    gap = Math.min(RARE, Math.max(gap, (double) stored / PATIENCE));
  }

  /** Half of what is thought, on a logarithmic scale, is the last gap's word. */
  synchronized void refused() {
    gap = Math.sqrt(gap * (1 + Math.min((double) stored, RARE)));
    stored = 0;
  }
}
