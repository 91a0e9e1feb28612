package io.epro.processor.sink;

import io.epro.processor.ledger.Hole;
import io.epro.processor.ledger.Ledger;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.model.SimDatabase;
import io.epro.processor.model.SimDatabase.Step;
import io.epro.processor.model.SimSession;
import io.epro.processor.model.Tables;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The simulated database, for one thread, with trouble on demand. */
final class TroubledStore implements ReportStore, Ledger {
  /** What befalls the next transaction. */
  enum Trouble {
    /** Nothing is written. */
    AWAY,
    /** All is written, and the reply is lost. */
    REPLY_LOST
  }

  private final SimDatabase database = new SimDatabase();
  final Map<UUID, CopiedRow> rows = database.tables().rows;
  final Map<Tables.Coordinates, Rejection> rejections = database.tables().rejections;
  final List<Hole> holes = database.tables().holes;
  final Deque<Trouble> troubles = new ArrayDeque<>();
  int writes;

  @Override
  public StoreTransaction begin() {
    writes++;
    return database.store(new Client(troubles.poll())).begin();
  }

  @Override
  public OptionalLong nextOffset(int partition) {
    Tables.Books books = database.tables().ledger.get(partition);
    return books == null ? OptionalLong.empty() : OptionalLong.of(books.next());
  }

  @Override
  public long open(int partition, long firstOffset) {
    return database.tables().ledger
        .computeIfAbsent(partition, _ -> Tables.Books.opened(firstOffset)).next();
  }

  /** Sets {@code next_offset}, whatever it was. */
  void moveTo(int partition, long next) {
    database.tables().ledger.put(partition, Tables.Books.opened(next));
  }

  /** Enters a patient into the register. */
  void register(String patient, long version) {
    database.tables().register.put(patient, version);
  }

  long next(int partition) {
    return nextOffset(partition).orElseThrow();
  }

  private record Client(@Nullable Trouble trouble) implements SimDatabase.Client {
    @Override
    public void point(Step step) {
      if ((trouble == Trouble.AWAY && step == Step.BEGINS)
          || (trouble == Trouble.REPLY_LOST && step == Step.IS_TOLD_OF_THE_COMMIT)) {
        throw new OutageException(trouble.name());
      }
    }

    @Override
    public boolean awaitLock(SimSession session) {
      throw new IllegalStateException("one thread alone never waits");
    }
  }
}
