package io.epro.processor.model;

import io.epro.processor.ledger.Hole;
import io.epro.processor.sink.ReportStore;
import io.epro.processor.sink.ReportStoreContract;
import io.epro.processor.sink.SinkInputs;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the model's database is held to, the real one is held to as well. */
class SimDatabaseTest extends ReportStoreContract {
  private final SimDatabase database = new SimDatabase();
  private final ReportStore store = database.store(new SimDatabase.Client() {
    @Override
    public void point(SimDatabase.Step step) {}

    // Whoever waits here waits for itself: the time is up at once.
    @Override
    public boolean awaitLock(SimSession session) {
      return false;
    }
  });

  SimDatabaseTest() {
    moveLedger(0, 0);
    moveLedger(1, 0);
  }

  @Override
  protected ReportStore store() {
    return store;
  }

  @Override
  protected void moveLedger(int partition, long next) {
    database.tables().ledger.put(partition, new Tables.Books(0, next, next, 0, 0, 0, 0));
  }

  @Override
  protected long nextOffset(int partition) {
    return database.tables().next(partition);
  }

  @Override
  protected long storedRows() {
    return database.tables().rows.size();
  }

  @Override
  protected Map<UUID, Long> storedOffsets() {
    return database.tables().rows.entrySet().stream().collect(
        Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().source().offset()));
  }

  @Override
  protected long rejectedRows() {
    return database.tables().rejections.size();
  }

  @Override
  protected void erase() {
    database.tables().register.put(SinkInputs.PATIENT, 7L);
  }

  @Override
  protected List<Hole> holes() {
    return database.tables().holes;
  }
}
