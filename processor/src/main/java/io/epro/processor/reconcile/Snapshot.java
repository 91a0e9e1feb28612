package io.epro.processor.reconcile;

import io.epro.processor.erase.Register;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The database as of one moment, whatever is written meanwhile. Maps are by partition, without those
 * that have nothing. All calls throw {@link io.epro.processor.ledger.OutageException} when the database
 * does not answer. For one thread.
 */
public interface Snapshot {

  Map<Integer, Account> accounts();

  /** Offsets of the books' holes: deleted from the topic before they were read. */
  Map<Integer, Long> lost();

  /** What other books say to have stored in the same table: of other pipelines, or other topics. */
  Map<Integer, Long> storedByOthers();

  /** Whose records must have left nothing. */
  Register register();

  Map<Integer, Long> reports();

  /** Of the books' topic and offsets, whatever their state. */
  Map<Integer, Long> rejections();

  /** How many of them have each violation, by its code; one with several counts for each. */
  Map<String, Long> rejectionsByCode();

  /** All rows of the table, ordered by partition and offset. To be read to the end or not at all. */
  Iterator<StoredRow> reportRows();

  /** Those that {@link #rejections} counts, in the same order. */
  Iterator<StoredRejection> rejectionRows();

  /** @return the places in the list of those that the table holds, with the same bytes */
  Set<Integer> stored(List<ReportKey> reports);
}
