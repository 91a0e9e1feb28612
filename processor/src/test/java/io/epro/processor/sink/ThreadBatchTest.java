package io.epro.processor.sink;

import static io.epro.processor.sink.SinkInputs.rejection;
import static io.epro.processor.sink.SinkInputs.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.processor.erase.Erasures;
import io.epro.processor.erase.PatientHash;
import io.epro.processor.erase.Register;
import io.epro.processor.ledger.Cursors;
import io.epro.processor.ledger.Hole;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.ledger.SourceLog;
import io.epro.processor.sink.TroubledStore.Trouble;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadBatchTest {
  private final TroubledStore store = new TroubledStore();
  private final FakeOutages outages = new FakeOutages();
  private final List<Rejection> published = new ArrayList<>();
  private final FakeLog log = new FakeLog();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final FakeErasures erasures = new FakeErasures();
  private final SinkLimits limits = new SinkLimits(100, 1 << 20, Duration.ofMillis(100),
      Duration.ofSeconds(10), 100);
  private final ThreadBatch batch = new ThreadBatch(new BatchWriter(store, published::addAll),
      new Cursors(store, log),
      new SinkSurroundings(limits, outages, new SinkMetrics(metrics, InstantSource.system()),
          new InternalErrors(metrics, () -> outages.nanos), erasures, () -> outages.nanos));

  @BeforeEach
  void open() {
    batch.open(0);
    batch.open(1);
  }

  @Test
  void flushWritesEverythingAcceptedAndAdvancesTheLedger() {
    batch.accept(row(0, 0));
    batch.accept(row(1, 0));
    batch.accept(rejection(0, 1));
    batch.flush();
    assertThat(store.rows).hasSize(2);
    assertThat(store.rejections).hasSize(1);
    assertThat(published).hasSize(1);
    assertThat(store.next(0)).isEqualTo(2);
    assertThat(store.next(1)).isEqualTo(1);
  }

  @Test
  void recordsOfErasedPatientsAreCountedAndNotKept() {
    erasures.erase(store);
    erasures.outdated();
    batch.accept(row(0, 0));
    batch.accept(rejection(0, 1, SinkInputs.PATIENT));
    batch.accept(SinkInputs.rowOfOther(0, 2, "other", "content"));
    batch.flush();
    assertThat(store.rows).hasSize(1);
    assertThat(store.rejections).isEmpty();
    assertThat(store.next(0)).isEqualTo(3);
    assertThat(metrics.counter("epro.processor.reports", "outcome", "erased").count())
        .isEqualTo(2);
  }

  @Test
  void aBatchThatWasBegunBeforeAnErasureIsGivenUpAndItsRecordsAreJudgedAnew() {
    batch.accept(row(0, 0));
    erasures.erase(store);
    assertThatThrownBy(batch::flush).isInstanceOf(BatchGivenUp.class);
    assertThat(store.rows).isEmpty();
    batch.close(0);
    batch.close(1);
    batch.open(0);
    batch.accept(row(0, 0));
    batch.flush();
    assertThat(store.rows).isEmpty();
    assertThat(store.next(0)).isEqualTo(1);
  }

  @Test
  void anEmptyBatchIsNotWritten() {
    batch.flush();
    assertThat(store.writes).isZero();
  }

  @Test
  void aFullBatchIsWrittenAtOnce() {
    for (int offset = 0; offset < 100; offset++) {
      batch.accept(row(0, offset));
    }
    assertThat(store.rows).hasSize(100);
  }

  @Test
  void anOldBatchIsWrittenWhenDue() {
    batch.accept(row(0, 0));
    batch.flushIfDue();
    assertThat(store.rows).isEmpty();
    outages.nanos += Duration.ofMillis(100).toNanos();
    batch.flushIfDue();
    assertThat(store.rows).hasSize(1);
  }

  @Test
  void aRedeliveredRecordIsSkipped() {
    store.moveTo(0, 5);
    batch.accept(row(0, 4));
    batch.accept(row(0, 5));
    batch.flush();
    assertThat(store.rows).hasSize(1);
    assertThat(metrics.counter("epro.processor.redelivered").count()).isEqualTo(1);
  }

  @Test
  void aShortOutageIsWaitedOutInPlace() {
    store.troubles.addAll(List.of(Trouble.AWAY, Trouble.AWAY));
    batch.accept(row(0, 0));
    batch.flush();
    assertThat(store.rows).hasSize(1);
    assertThat(outages.paused).isFalse();
    assertThat(outages.isOver).isTrue();
  }

  @Test
  void aLostReplyToACommitIsNotWrittenTwice() {
    store.troubles.add(Trouble.REPLY_LOST);
    batch.accept(row(0, 0));
    batch.flush();
    batch.accept(row(0, 1));
    batch.flush();
    assertThat(store.rows).hasSize(2);
    assertThat(store.next(0)).isEqualTo(2);
  }

  @Test
  void anOutageBeyondTheBlockLimitGivesTheBatchUpAndPauses() {
    giveUp();
    assertThat(outages.paused).isTrue();
  }

  @Test
  void anEmptyBatchNeverFollowsAFailedFlush() {
    giveUp();
    store.troubles.clear();
    batch.close(0);
    assertThatThrownBy(batch::flush).isInstanceOf(BatchGivenUp.class);
    assertThatThrownBy(batch::flushIfDue).isInstanceOf(BatchGivenUp.class);
    assertThatThrownBy(() -> batch.accept(row(1, 0))).isInstanceOf(BatchGivenUp.class);
    batch.open(2);
    assertThatThrownBy(() -> batch.accept(row(2, 0))).isInstanceOf(BatchGivenUp.class);
    assertThat(store.rows).isEmpty();
  }

  @Test
  void evenAnErrorOfTheMachineLeavesNoBatchThatCouldBeWrittenLater() {
    var failing = new ThreadBatch(new BatchWriter(() -> {
      throw new StackOverflowError();
    }, published::addAll), new Cursors(store, log), new SinkSurroundings(limits, outages,
        new SinkMetrics(metrics, InstantSource.system()),
        new InternalErrors(metrics, () -> outages.nanos), erasures, () -> outages.nanos));
    failing.open(0);
    failing.accept(row(0, 0));
    assertThatThrownBy(failing::flush).isInstanceOf(StackOverflowError.class);
    assertThatThrownBy(failing::flush).isInstanceOf(BatchGivenUp.class);
  }

  @Test
  void aNewBatchStartsWhenAllSinksHaveClosed() {
    giveUp();
    store.troubles.clear();
    batch.close(0);
    batch.close(1);
    batch.open(0);
    batch.accept(row(0, 0));
    batch.flush();
    assertThat(store.rows).hasSize(1);
  }

  @Test
  void aBatchOfAFormerOwnerIsGivenUp() {
    batch.accept(row(0, 0));
    store.moveTo(0, 7);
    assertThatThrownBy(batch::flush).isInstanceOf(BatchGivenUp.class);
    assertThat(store.rows).isEmpty();
    assertThat(store.next(0)).isEqualTo(7);
  }

  @Test
  void aDatabaseThatWentBackIsNotWrittenTo() {
    store.moveTo(0, 7);
    batch.accept(row(0, 7));
    store.moveTo(0, 3);
    assertThatThrownBy(batch::flush).isInstanceOf(BatchGivenUp.class);
    assertThat(store.rows).isEmpty();
  }

  @Test
  void aSinkClosedBeforeItsRowsWereWrittenPoisonsTheOthers() {
    batch.accept(row(0, 0));
    batch.close(0);
    assertThatThrownBy(batch::flush).isInstanceOf(BatchGivenUp.class);
  }

  @Test
  void aSinkClosedAfterItsRowsWereWrittenLeavesTheOthersAlone() {
    batch.accept(row(0, 0));
    batch.flush();
    batch.close(0);
    batch.accept(row(1, 0));
    batch.flush();
    assertThat(store.rows).hasSize(2);
  }

  @Test
  void aRejectThatCannotBePublishedKeepsTheWholeBatchBack() {
    var unpublishing = new ThreadBatch(new BatchWriter(store, _ -> {
      throw new OutageException("broker away", new IllegalStateException());
    }), new Cursors(store, log),
        new SinkSurroundings(limits, outages, new SinkMetrics(metrics, InstantSource.system()),
            new InternalErrors(metrics, () -> outages.nanos), erasures, () -> outages.nanos));
    unpublishing.open(0);
    unpublishing.accept(row(0, 0));
    unpublishing.accept(rejection(0, 1));
    assertThatThrownBy(unpublishing::flush).isInstanceOf(BatchGivenUp.class);
    assertThat(store.rows).isEmpty();
    assertThat(store.next(0)).isEqualTo(0);
  }

  @Test
  void aGroupAheadOfTheDatabaseIsSetBack() {
    store.moveTo(0, 3);
    log.holdsRecord = true;
    assertThatThrownBy(() -> batch.accept(row(0, 7))).isInstanceOf(BatchGivenUp.class);
    assertThat(outages.rewound).isTrue();
    assertThatThrownBy(batch::flush).isInstanceOf(BatchGivenUp.class);
    assertThat(store.next(0)).isEqualTo(3);
  }

  @Test
  void offsetsThatTheTopicDeletedUnreadAreBookedAsAHoleAndTheRestGoesOn() {
    store.moveTo(0, 3);
    log.beginning = 6;
    batch.accept(row(0, 7));
    batch.flush();
    assertThat(store.holes).containsExactly(new Hole(0, 3, 6));
    assertThat(store.next(0)).isEqualTo(8);
    assertThat(store.rows).hasSize(1);
    log.beginning = 20;
    batch.accept(row(0, 20));
    batch.flush();
    assertThat(store.holes).containsExactly(new Hole(0, 3, 6), new Hole(0, 8, 20));
    assertThat(metrics.counter("epro.ledger.lost").count()).isEqualTo(15);
  }

  @Test
  void retriesOfLateAreStagedAndTheRestGoesStraight() {
    batch.accept(row(0, 0, "a", "same"));
    batch.accept(row(0, 1));
    batch.flush();
    batch.accept(row(0, 2));
    batch.accept(row(0, 3, "a", "same"));
    batch.flush();
    assertWays(3, 1, 0);
    assertThat(reports("duplicate")).isEqualTo(1);
  }

  @Test
  void afterAFallbackAllAreStagedForSomeBatches() {
    batch.accept(row(0, 0, "a", "same"));
    batch.flush();
    for (int offset = 1; offset <= 200; offset++) {
      batch.accept(row(0, offset));
    }
    batch.accept(row(0, 201, "a", "same"));
    batch.flush();
    assertWays(201, 1, 1);
    batch.accept(row(0, 202));
    batch.flush();
    assertWays(201, 2, 1);
    batch.accept(row(0, 203));
    batch.flush();
    assertWays(202, 2, 1);
  }

  @Test
  void recordsReadAgainAfterABatchWasGivenUpAreSuspects() {
    giveUp();
    store.troubles.clear();
    batch.close(0);
    batch.close(1);
    batch.open(0);
    batch.accept(row(0, 0));
    batch.accept(row(0, 1));
    batch.flush();
    assertWays(1, 1, 0);
    assertThat(reports("stored")).isEqualTo(2);
  }

  private void assertWays(int straight, int staged, int fallbacks) {
    assertThat(metrics.get("epro.sink.rows").tag("way", "straight").counter().count())
        .isEqualTo(straight);
    assertThat(metrics.get("epro.sink.rows").tag("way", "staged").counter().count())
        .isEqualTo(staged);
    assertThat(metrics.counter("epro.sink.fallbacks").count()).isEqualTo(fallbacks);
  }

  private double reports(String outcome) {
    return metrics.get("epro.processor.reports").tag("outcome", outcome).counter().count();
  }

  @Test
  void aContradictionStopsThePipelineAndNotTheThread() {
    batch.accept(row(0, 0));
    batch.accept(row(0, 1));
    assertThatThrownBy(() -> batch.accept(row(0, 0))).isInstanceOf(BatchGivenUp.class);
    assertThat(outages.refused).hasMessageContaining("went back from offset 2 to 0");
    assertThatThrownBy(batch::flush).isInstanceOf(BatchGivenUp.class);
    assertThat(store.rows).isEmpty();
  }

  @Test
  void aStopEndsTheWait() {
    store.troubles.add(Trouble.AWAY);
    outages.stop = true;
    batch.accept(row(0, 0));
    assertThatThrownBy(batch::flush).isInstanceOf(BatchGivenUp.class);
    assertThat(store.writes).isEqualTo(1);
  }

  private void giveUp() {
    for (int i = 0; i < 1000; i++) {
      store.troubles.add(Trouble.AWAY);
    }
    batch.accept(row(0, 0));
    assertThatThrownBy(batch::flush).isInstanceOf(BatchGivenUp.class);
  }

  /** Waiting costs no time here: it moves the clock. */
  private static final class FakeOutages implements Outages {
    private long nanos;
    private boolean paused;
    private boolean rewound;
    private @Nullable LedgerFault refused;
    private boolean isOver;
    private boolean stop;

    @Override
    public void waiting(OutageException outage) {
      isOver = false;
    }

    @Override
    public void over() {
      isOver = true;
    }

    @Override
    public void pause(OutageException outage) {
      paused = true;
    }

    @Override
    public void rewind(String reason) {
      rewound = true;
    }

    @Override
    public void refuse(LedgerFault fault) {
      refused = fault;
    }

    @Override
    public boolean awaitStop(Duration atMost) {
      nanos += atMost.toNanos();
      return stop;
    }
  }

  private static final class FakeLog implements SourceLog {
    private long beginning;
    private boolean holdsRecord;

    @Override
    public long beginning(int partition) {
      return beginning;
    }

    @Override
    public boolean holdsRecord(int partition, long from, long to) {
      return holdsRecord;
    }
  }

  /** A register that is read again only when it was called outdated. */
  private static final class FakeErasures implements Erasures {
    private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);

    private Register known = Register.EMPTY;
    private Register stored = Register.EMPTY;

    /** Enters {@link SinkInputs#PATIENT}. */
    void erase(TroubledStore store) {
      byte[] patient = SinkInputs.PATIENT.getBytes(StandardCharsets.US_ASCII);
      stored = new Register(7, KEY,
          Set.of(new PatientHash(KEY).of(patient, 0, patient.length)));
      store.register(SinkInputs.PATIENT, stored.version());
    }

    @Override
    public Register current() {
      return known;
    }

    @Override
    public void outdated() {
      known = stored;
    }
  }
}
