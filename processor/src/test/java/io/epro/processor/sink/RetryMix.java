package io.epro.processor.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Reports and retries of two partitions, made of a seed, and what becomes of them when they are stored
 * one by one in offset order: the reference for all ways of writing batches.
 */
final class RetryMix {
  private static final int PARTITIONS = 2;
  private static final int BATCHES_OF_AN_IDENTITY = 6;

  private final SplittableRandom random;
  private final Map<UUID, Row> stored = new HashMap<>();
  private final Set<Row> unstorable = new HashSet<>();
  private final long[] next = new long[PARTITIONS];
  private int batches;

  RetryMix(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * 1 to 30 rows in a row; new ones, retries of this batch or of earlier ones, some with other bytes. In
   * every third batch up to half of them are such as no database stores.
   */
  Row[] batch() {
    int epoch = batches++ / BATCHES_OF_AN_IDENTITY;
    var rows = new Row[1 + random.nextInt(30)];
    int refused = batches % 3 == 0 ? random.nextInt(50) : 0;
    for (int i = 0; i < rows.length; i++) {
      int identity = random.nextInt(100);
      int partition = identity % PARTITIONS;
      if (random.nextInt(100) < refused) {
        rows[i] = SinkInputs.unstorable(partition, next[partition]++);
        unstorable.add(rows[i]);
        continue;
      }
      rows[i] = SinkInputs.row(partition, next[partition]++, epoch + "/" + identity,
          random.nextInt(4) == 0 ? "other" : "same");
    }
    return rows;
  }

  /** Stores a batch in the reference, by partition. */
  List<Tally> store(Row... rows) {
    var tallies = new ArrayList<Tally>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      Tally tally = store(partition, rows);
      if (tally.stored() + tally.duplicate() + tally.rejected() > 0) {
        tallies.add(tally);
      }
    }
    return tallies;
  }

  private Tally store(int partition, Row... rows) {
    long added = 0;
    long duplicates = 0;
    long conflicts = 0;
    long refused = 0;
    for (Row row : rows) {
      if (row.source().partition() == partition) {
        Row before = unstorable.contains(row) ? row
            : stored.putIfAbsent(SinkInputs.id(row), row);
        if (before == null) {
          added++;
        } else if (unstorable.contains(row)) {
          refused++;
        } else if (Arrays.equals(before.source().value(), row.source().value())) {
          duplicates++;
        } else {
          conflicts++;
        }
      }
    }
    return new Tally(partition, added, duplicates, conflicts + refused, 0, 0);
  }

  Collection<Row> stored() {
    return stored.values();
  }
}
