package io.epro.bench.keys;

import io.epro.bench.measure.CpuTime;
import io.epro.bench.measure.Figures;
import io.epro.local.postgres.LocalPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One variant filled and asked.
 *
 * @param rows in the table at the end; the last of them were measured while they came
 * @param vacuum CPU microseconds of Postgres for the vacuum after them, each
 * @param walBytes each; {@code walPageBytes} is the part of it that whole pages are
 * @param tableBytes each, of all rows; {@code indexBytes} the same by index
 */
record Turn(String variant, long rows, Filling filling, double vacuum, double walBytes,
    double walPageBytes, double tableBytes, Map<String, Double> indexBytes,
    List<Lookups.Times> lookups) {
  private static final int PAGE = 8192;

  double allIndexBytes() {
    return indexBytes.values().stream().mapToDouble(size -> size).sum();
  }

  /** Fills with a part whose cost is measured, from a checkpoint on, and asks. */
  static Turn of(LocalPostgres postgres, VariantTable table, Variant variant, Lookups lookups,
      Lookup.Scope scope, long rows) throws IOException, SQLException {
    var part = scope.part();
    table.checkpoint();
    long wal = table.walEnd();
    long pages = table.walPages();
    var filling = Filling.of(postgres, part, variant.recast());
    wal = table.walEnd() - wal;
    pages = table.walPages() - pages;
    var times = new ArrayList<Lookups.Times>();
    table.analyze();
    times.add(lookups.measure(table.connection(), variant, Lookup.LAST_HOUR, scope));
    var before = CpuTime.ofTree(postgres.process().pid());
    table.vacuum();
    var vacuum = CpuTime.ofTree(postgres.process().pid()).minus(before);
    for (var lookup : Lookup.values()) {
      if (lookup != Lookup.LAST_HOUR) {
        times.add(lookups.measure(table.connection(), variant, lookup, scope));
      }
    }
    var indexes = new HashMap<String, Double>();
    table.indexBytes().forEach((name, size) -> indexes.put(name, (double) size / rows));
    double count = part.rows();
    return new Turn(variant.name(), rows, filling, Figures.microsEach(vacuum, part.rows()),
        wal / count, pages * PAGE / count, (double) table.tableBytes() / rows, indexes,
        List.copyOf(times));
  }
}
