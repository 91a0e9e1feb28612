package io.epro.e2e.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.evidence.Evidence;
import io.epro.e2e.evidence.Outcome;
import io.epro.local.books.LedgerRow;
import java.util.HashMap;
import java.util.Map;

/**
 * In each partition the ledger passed from the topic's beginning to its end, counted every offset
 * once, and as what it became.
 */
public final class BooksBalance implements Guarantee {

  @Override
  public void check(Evidence evidence) {
    evidence.ledger().forEach((partition, row) -> assertThat(row.accounted())
        .as("stored + duplicate + rejected + erased + skipped in partition " + partition)
        .isEqualTo(row.nextOffset() - row.firstOffset()));
    assertThat(evidence.ledger()).as("the ledger").isEqualTo(expected(evidence));
  }

  private static Map<Integer, LedgerRow> expected(Evidence evidence) {
    var expected = new HashMap<Integer, LedgerRow>();
    evidence.ends().forEach((partition, end) -> {
      if (end > 0 || evidence.ledger().containsKey(partition)) {
        expected.put(partition, new LedgerRow(0, end, 0, 0, 0, 0, 0));
      }
    });
    evidence.outcomes().forEach((at, outcome) -> expected.computeIfPresent(at.partition(),
        (partition, row) -> counted(row, outcome)));
    return expected;
  }

  private static LedgerRow counted(LedgerRow row, Outcome outcome) {
    long stored = row.stored();
    long duplicate = row.duplicate();
    long rejected = row.rejected();
    switch (outcome) {
      case Outcome.Stored _ -> stored++;
      case Outcome.Duplicate _ -> duplicate++;
      case Outcome.Rejected _ -> rejected++;
    }
    return new LedgerRow(row.firstOffset(), row.nextOffset(), stored, duplicate, rejected, 0, 0);
  }
}
