package io.epro.processor.sink;

import io.epro.processor.ledger.Hole;
import java.util.List;

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
  protected long rejectedRows() {
    return store.rejections.size();
  }

  @Override
  protected List<Hole> holes() {
    return store.holes;
  }
}
