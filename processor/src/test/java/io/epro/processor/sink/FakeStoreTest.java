package io.epro.processor.sink;

class FakeStoreTest extends BatchStoreContract {
  private final FakeStore store = new FakeStore();

  FakeStoreTest() {
    moveLedger(0, 0);
    moveLedger(1, 0);
  }

  @Override
  protected BatchStore store() {
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
}
