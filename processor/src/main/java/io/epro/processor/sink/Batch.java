package io.epro.processor.sink;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Hole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction will write: encoded rows, rejections, and how far each partition advances.
 * Confined to one stream thread: Streams calls process() and the producer's flush() on it, so nothing
 * here is synchronised.
 *
 * <p>Rows are kept apart by the way they go into the table: those taken for new are copied straight into
 * it, then the suspects go through staging, where stored reports are told apart. <b>Of equal ids the
 * first in offset order that can be stored must be the one that is.</b> It is, because
 * <ol>
 * <li>a partition's records come in offset order;
 * <li>whatever id this batch took in, it suspects when it comes again, since the filter remembers at
 * least as many ids as a batch has records. So of equal ids at most one is taken for new, it is the
 * first, and it is in the table before any suspect is looked at;
 * <li>suspects are inserted in offset order;
 * <li>should the straight way meet a stored report, those same rows go through staging, still before
 * the suspects. Where the filter is off there are no suspects, and (3) holds for all of them.
 * </ol>
 * Equal ids in two partitions (partitions were added in between) have no order; one of them is stored.
 */
public final class Batch {
  private final Suspicion suspicion;
  private final InternalErrors errors;
  private final EncodedRows fresh;
  private final EncodedRows suspects;
  private final List<Rejection> rejections = new ArrayList<>();
  private final SortedMap<Integer, Advance> advances = new TreeMap<>();
  /** The advance of the last record: the next one is mostly of the same partition. */
  private @Nullable Advance current;
  private long rawBytes;
  private int passed;
  /** Of the register of erased patients by which its records were admitted. */
  private long register;

  /** @param keptBytes what its buffers keep from one filling to the next */
  Batch(int keptBytes, Suspicion suspicion, InternalErrors errors) {
    this.suspicion = suspicion;
    this.errors = errors;
    this.fresh = new EncodedRows(keptBytes);
    this.suspects = new EncodedRows(keptBytes);
  }

  /**
   * Adds a record, valid or not. A row that cannot be encoded is taken back and rejected. What this
   * throws is a bug, after which the batch must not be written.
   *
   * @param applied the partition's cursor before this record
   */
  void add(SinkInput input, long applied) {
    switch (input) {
      case Row row -> addRow(row);
      case Rejection rejection -> rejections.add(rejection);
      case Passed _ -> {
        passed++;
        advance(input.partition(), applied).pass(input.offset());
        return;
      }
    }
    rawBytes += input.rawBytes();
    advance(input.partition(), applied).take(input.offset());
  }

  private void addRow(Row row) {
    var rows = suspicion.of(row.idHigh(), row.idLow()) ? suspects : fresh;
    try {
      rows.add(row);
    } catch (RuntimeException | StackOverflowError e) {
      rejections.add(errors.reject(row, InternalErrors.Stage.ENCODE, e));
    }
  }

  /** Begins with this version of the register of erased patients. */
  void begin(long registerVersion) {
    register = registerVersion;
  }

  /** Takes in a record of a patient who was erased, of which only the number is kept. */
  void erase(SinkInput input, long applied) {
    passed++;
    advance(input.partition(), applied).erase(input.offset());
  }

  /** Takes in that offsets were lost, from where the partition stands. */
  void lose(Hole hole) {
    advance(hole.partition(), hole.from()).lose(hole);
  }

  private Advance advance(int partition, long applied) {
    Advance advance = current;
    if (advance == null || advance.partition() != partition) {
      advance = advances.computeIfAbsent(partition, _ -> new Advance(partition, applied));
      current = advance;
    }
    return advance;
  }

  void clear() {
    fresh.clear();
    suspects.clear();
    rejections.clear();
    advances.clear();
    current = null;
    rawBytes = 0;
    passed = 0;
  }

  public boolean isEmpty() {
    return advances.isEmpty();
  }

  /** Records in it: rows, rejections, and those that are only counted. */
  public int records() {
    return fresh.size() + suspects.size() + rejections.size() + passed;
  }

  /** Bytes that it holds: encoded rows, and the raw records behind all it took in. */
  public long sizeBytes() {
    return fresh.sizeBytes() + suspects.sizeBytes() + rawBytes;
  }

  long register() {
    return register;
  }

  boolean touches(int partition) {
    return advances.containsKey(partition);
  }

  /** Taken for new: to be stored first, and straight. */
  public EncodedRows fresh() {
    return fresh;
  }

  /** May be stored already, or stand in this very batch: to be stored after the others. */
  public EncodedRows suspects() {
    return suspects;
  }

  public List<Rejection> rejections() {
    return Collections.unmodifiableList(rejections);
  }

  /** By partition, ascending: the order in which the ledger's rows are locked. */
  public Collection<Advance> advances() {
    return Collections.unmodifiableCollection(advances.values());
  }
}
