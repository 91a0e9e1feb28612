package io.epro.processor.sink;

import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Hole;
import java.util.ArrayList;
import java.util.Arrays;
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
 */
public final class Batch {
  private final int capacity;
  private CopyBuffer bytes;
  private final List<Row> rows = new ArrayList<>();
  private long rawBytes;
  private int[] starts = new int[1024];
  private final List<Rejection> rejections = new ArrayList<>();
  private final SortedMap<Integer, Advance> advances = new TreeMap<>();
  /** The advance of the last record: the next one is mostly of the same partition. */
  private @Nullable Advance current;

  /** @param capacity bytes to begin with; a single larger record still fits */
  public Batch(int capacity) {
    this.capacity = capacity;
    this.bytes = new CopyBuffer(capacity);
  }

  /**
   * Adds a record, valid or not. An addition that throws leaves the batch as it was.
   *
   * @param applied the partition's cursor before this record
   */
  void add(SinkInput input, long applied) {
    rawBytes += rawBytes(input.source());
    switch (input) {
      case Row row -> encode(row);
      case Rejection rejection -> rejections.add(rejection);
    }
    SourceRecord source = input.source();
    advance(source.partition(), applied).take(source.offset());
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

  private void encode(Row row) {
    int start = bytes.size();
    try {
      ReportEncoder.encode(row, bytes);
    } catch (RuntimeException | Error e) {
      bytes.truncate(start);
      throw e;
    }
    if (rows.size() == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[rows.size()] = start;
    rows.add(row);
  }

  private static long rawBytes(SourceRecord source) {
    long key = source.key() == null ? 0 : source.key().length;
    long value = source.value() == null ? 0 : source.value().length;
    return key + value;
  }

  void clear() {
    rawBytes = 0;
    if (bytes.array().length > 2 * capacity) {
      bytes = new CopyBuffer(capacity);
    }
    bytes.truncate(0);
    rows.clear();
    rejections.clear();
    advances.clear();
    current = null;
  }

  public boolean isEmpty() {
    return advances.isEmpty();
  }

  /** Records in it, rows and rejections. */
  public int records() {
    return rows.size() + rejections.size();
  }

  /** Bytes that it holds: encoded rows, and the raw records behind all it took in. */
  public long sizeBytes() {
    return bytes.size() + rawBytes;
  }

  boolean touches(int partition) {
    return advances.containsKey(partition);
  }

  public List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  public List<Rejection> rejections() {
    return Collections.unmodifiableList(rejections);
  }

  /** By partition, ascending: the order in which the ledger's rows are locked. */
  public Collection<Advance> advances() {
    return Collections.unmodifiableCollection(advances.values());
  }

  /** The encoded rows; row i stands from {@code startOf(i)} to {@code startOf(i + 1)}. */
  public byte[] encoded() {
    return bytes.array();
  }

  public int startOf(int row) {
    return row == rows.size() ? bytes.size() : starts[row];
  }
}
