package io.epro.processor.postgres;

/**
 * How many rows to copy behind one savepoint. What Postgres refuses undoes all that was copied since: long
 * segments lose much, short ones cost a savepoint and a COPY each. With one refusal in {@code gap} rows the
 * sum of both is least at a multiple of √gap. Short segments are the worse mistake: a COPY and its savepoint
 * cost as much as 70 rows, and what it undoes is cheap, since Postgres reads and checks a thousand rows before
 * it puts them in (MAX_BUFFERED_TUPLES in its copyfrom.c). Measured with one in a thousand: least from 300 to 700 rows, an eighth more at 200 and 1500.
 *
 * <p>The gap is learned from what all threads met lately, and grows again where nothing is refused, so
 * that in clean times a batch is one segment. Thread-safe: asked once a segment.
 */
final class Segments {
  private static final double FACTOR = 16;
  /** Beyond this a batch of any usual size is one segment. */
  private static final double RARE = 10_000_000;
  /** Of the last gaps a stretch without refusal must be longer by so much to say that they grew. */
  private static final double PATIENCE = 4;

  /** How much of what is thought, on a logarithmic scale, is the last gap's word. */
  private static final double NEWS = 0.25;

  private double gap = RARE;
  private long stored;

  synchronized int rows() {
    return (int) (FACTOR * Math.sqrt(gap));
  }

  synchronized void stored(int rows) {
    stored += rows;
    gap = Math.min(RARE, Math.max(gap, (double) stored / PATIENCE));
  }

  synchronized void refused() {
    gap = Math.pow(gap, 1 - NEWS) * Math.pow(1 + Math.min((double) stored, RARE), NEWS);
    stored = 0;
  }
}
