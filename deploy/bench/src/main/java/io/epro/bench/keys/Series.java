package io.epro.bench.keys;

import io.epro.local.postgres.LocalPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One variant after the other, all with the same rows and the same questions. */
final class Series {
  private final LocalPostgres postgres;
  private final int patients;
  private final Lookups lookups;
  private final List<Step> steps;
  private final Map<Long, VariantTable.Contents> expected = new HashMap<>();

  /** @param questions of each kind of lookup, unless they take too long */
  Series(LocalPostgres postgres, int patients, int questions, List<Step> steps) {
    this.postgres = postgres;
    this.patients = patients;
    this.lookups = new Lookups(questions);
    this.steps = steps;
  }

  /** What comes in to reach so many rows: first what fills the table, then what is measured. */
  record Step(long rows, List<RowFiles.Part> before, RowFiles.Part measured) {}

  /** @throws IllegalStateException when the table does not hold what it should */
  List<Turn> turns(Variant variant) throws IOException, SQLException {
    var turns = new ArrayList<Turn>();
    try (var table = new VariantTable(postgres)) {
      table.create(variant);
      for (var step : steps) {
        for (var part : step.before) {
          Filling.of(postgres, part, variant.recast());
          table.vacuum();
        }
        var turn = Turn.of(postgres, table, variant, lookups,
            new Lookup.Scope(step.measured, patients), step.rows);
        verify(variant, table.contents(), step.rows);
        System.out.println(KeysResult.line(turn));
        turns.add(turn);
      }
    }
    return turns;
  }

  private void verify(Variant variant, VariantTable.Contents found, long rows) {
    var same = expected.computeIfAbsent(rows, _ -> found);
    if (found.rows() != rows || !found.equals(same)) {
      throw new IllegalStateException(variant.name() + " holds " + found + ", not " + same
          + " with " + rows + " rows: no figure");
    }
  }
}
