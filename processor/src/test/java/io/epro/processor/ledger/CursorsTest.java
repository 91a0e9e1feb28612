package io.epro.processor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CursorsTest {
  private final FakeLedger ledger = new FakeLedger();
  private final FakeLog log = new FakeLog();
  private final Cursors cursors = new Cursors(ledger, log);

  @Test
  void beginsAtTheLedger() {
    ledger.next.put(0, 42L);
    assertThat(cursors.find(0, 40)).isEqualTo(new Position.At(42));
  }

  @Test
  void opensTheBooksAtThePartitionsBeginning() {
    log.beginning = 7;
    assertThat(cursors.find(0, 7)).isEqualTo(new Position.At(7));
    assertThat(ledger.next).containsEntry(0, 7L);
  }

  @Test
  void readingThatBeginsAboveTheLedgerIsFineWhereNoRecordLiesBetween() {
    ledger.next.put(0, 10L);
    assertThat(cursors.find(0, 12)).isEqualTo(new Position.At(10));
  }

  @Test
  void readingThatBeginsAboveTheLedgerIsBehindWhereARecordLiesBetween() {
    ledger.next.put(0, 10L);
    log.records.add(11L);
    assertThat(cursors.find(0, 12)).isInstanceOfSatisfying(Position.Behind.class,
        behind -> assertThat(behind.reason()).contains("offset 10").contains("from 12"));
    assertThat(cursors.known(0, 12)).isEqualTo(Cursors.UNKNOWN);
  }

  @Test
  void whereTheTopicWasCutOffAboveTheLedgerTheOffsetsAreLost() {
    ledger.next.put(0, 10L);
    log.beginning = 12;
    assertThat(cursors.find(0, 14)).isEqualTo(new Position.Lost(new Hole(0, 10, 12)));
  }

  @Test
  void whatIsDeletedWhileItIsLookedForIsLostTooAndNotTakenForNothing() {
    ledger.next.put(0, 10L);
    log.records.add(11L);
    log.whenLookedInto = () -> {
      log.records.clear();
      log.beginning = 13;
    };
    assertThat(cursors.find(0, 12)).isEqualTo(new Position.Lost(new Hole(0, 10, 12)));
  }

  @Test
  void recordsAfterTheCutThatWouldBeMissedAreReadFirst() {
    ledger.next.put(0, 10L);
    log.beginning = 12;
    log.records.add(13L);
    assertThat(cursors.find(0, 14)).isInstanceOf(Position.Behind.class);
  }

  @Test
  void jumpsWithinOneReadingNeedNoProof() {
    ledger.next.put(0, 10L);
    log.records.add(11L);
    cursors.find(0, 10);
    cursors.moveTo(0, 11);
    assertThat(cursors.find(0, 15)).isEqualTo(new Position.At(11));
  }

  @Test
  void aJumpWithinOneReadingOverOffsetsThatWereCutOffIsALoss() {
    ledger.next.put(0, 10L);
    cursors.find(0, 10);
    cursors.moveTo(0, 11);
    assertThat(cursors.known(0, 15)).isEqualTo(Cursors.UNKNOWN);
    log.beginning = 15;
    assertThat(cursors.find(0, 15)).isEqualTo(new Position.Lost(new Hole(0, 11, 15)));
  }

  @Test
  void readingThatGoesBackAfterItHadGoneOnIsRefused() {
    ledger.next.put(0, 10L);
    assertThat(cursors.find(0, 8)).isEqualTo(new Position.At(10));
    assertThat(cursors.known(0, 9)).isEqualTo(10);
    cursors.moveTo(0, 11);
    assertThat(cursors.known(0, 3)).isEqualTo(Cursors.UNKNOWN);
    assertThatThrownBy(() -> cursors.find(0, 3)).isInstanceOf(LedgerFault.class)
        .hasMessageContaining("went back from offset 11 to 3");
  }

  @Test
  void asksTheLedgerAgainAfterReassignment() {
    ledger.next.put(0, 10L);
    cursors.find(0, 10);
    cursors.moveTo(0, 11);
    ledger.next.put(0, 20L);
    cursors.forget(0);
    assertThat(cursors.find(0, 11)).isEqualTo(new Position.At(20));
  }

  private static final class FakeLedger implements Ledger {
    private final Map<Integer, Long> next = new HashMap<>();

    @Override
    public OptionalLong nextOffset(int partition) {
      Long found = next.get(partition);
      return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    @Override
    public long open(int partition, long firstOffset) {
      next.putIfAbsent(partition, firstOffset);
      return next.get(partition);
    }
  }

  private static final class FakeLog implements SourceLog {
    private final TreeSet<Long> records = new TreeSet<>();
    private long beginning;
    private Runnable whenLookedInto = () -> {};

    @Override
    public long beginning(int partition) {
      return beginning;
    }

    @Override
    public boolean holdsRecord(int partition, long from, long to) {
      whenLookedInto.run();
      return !records.subSet(from, to).isEmpty();
    }
  }
}
