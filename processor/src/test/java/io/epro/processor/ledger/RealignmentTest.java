package io.epro.processor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RealignmentTest {
  private final Map<Integer, Long> applied = new HashMap<>();
  private final Map<Integer, Long> committed = new HashMap<>();
  private final TreeSet<Long> records = new TreeSet<>();
  private long beginning;
  private boolean members;
  private boolean another;
  private int looks;

  private final Realignment realignment = new Realignment(new Books() {
    @Override
    public Map<Integer, Long> nextOffsets() {
      return applied;
    }

    @Override
    public boolean alone(Runnable work) {
      if (!another) {
        work.run();
      }
      return !another;
    }
  }, new SourceLog() {
    @Override
    public long beginning(int partition) {
      return beginning;
    }

    @Override
    public boolean holdsRecord(int partition, long from, long to) {
      looks++;
      return !records.subSet(from, to).isEmpty();
    }
  }, new GroupOffsets() {
    @Override
    public Map<Integer, Long> committed() {
      return Map.copyOf(committed);
    }

    @Override
    public boolean empty() {
      return !members;
    }

    @Override
    public void set(Map<Integer, Long> offsets) {
      committed.putAll(offsets);
    }
  });

  @Test
  void aGroupAtOrBehindTheLedgerIsLeftAlone() {
    applied.putAll(Map.of(0, 7L, 1, 9L));
    committed.putAll(Map.of(0, 7L, 1, 3L));
    assertThat(realignment.settled()).isTrue();
    assertThat(committed).containsEntry(0, 7L).containsEntry(1, 3L);
  }

  @Test
  void aGroupAheadByOffsetsWithoutARecordIsLeftAloneAndLookedAtOnce() {
    applied.put(0, 7L);
    committed.put(0, 9L);
    assertThat(realignment.settled()).isTrue();
    assertThat(realignment.settled()).isTrue();
    assertThat(committed).containsEntry(0, 9L);
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void aGroupAheadOfTheLedgerIsSetBackToIt() {
    applied.put(0, 2L);
    committed.put(0, 9L);
    records.add(5L);
    assertThat(realignment.settled()).isFalse();
    assertThat(realignment.settled()).isTrue();
    assertThat(committed).containsEntry(0, 2L);
  }

  @Test
  void aPartitionThatHasNoBooksIsReadFromItsBeginning() {
    beginning = 4;
    committed.put(0, 9L);
    records.add(5L);
    assertThat(realignment.ahead()).isEqualTo(Map.of(0, 4L));
  }

  @Test
  void whatTheTopicHasDeletedIsNotGoneBackTo() {
    beginning = 4;
    applied.put(0, 2L);
    committed.put(0, 9L);
    records.add(5L);
    assertThat(realignment.ahead()).isEqualTo(Map.of(0, 4L));
    beginning = 9;
    records.clear();
    assertThat(realignment.ahead()).isEmpty();
  }

  @Test
  void nothingIsSetWhileTheGroupHasMembersOrAnotherInstanceIsAtIt() {
    applied.put(0, 2L);
    committed.put(0, 9L);
    records.add(5L);
    members = true;
    assertThat(realignment.settled()).isFalse();
    members = false;
    another = true;
    assertThat(realignment.settled()).isFalse();
    assertThat(committed).containsEntry(0, 9L);
  }
}
