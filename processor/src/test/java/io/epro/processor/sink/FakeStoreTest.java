package io.epro.processor.sink;

import io.epro.processor.ledger.Hole;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

class FakeStoreTest extends ReportStoreContract {
  private final FakeStore store = new FakeStore();

  FakeStoreTest() {
    moveLedger(0, 0);
    moveLedger(1, 0);
  }

  @Override
  protected ReportStore store() {
    return store;
  }

  @Override
  protected void moveLedger(int partition, long next) {
    store.next.put(partition, next);
  }

  @Override
  protected long nextOffset(int partition) {
    return store.nextOffset(partition).orElseThrow();
  }

  @Override
  protected long storedRows() {
    return store.rows.size();
  }

  @Override
  protected long storedOffset(UUID reportId) {
    return Objects.requireNonNull(store.rows.get(reportId)).source().offset();
  }

  @Override
  protected long rejectedRows() {
    return store.rejections.size();
  }

  @Override
  protected List<Hole> holes() {
    return store.holes;
  }
}
