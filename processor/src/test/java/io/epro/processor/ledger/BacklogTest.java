package io.epro.processor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Map<Integer, Long> ends = new HashMap<>();
  private final Map<Integer, Long> applied = new HashMap<>();
  private final Backlog backlog = new Backlog(new Books() {
    @Override
    public Map<Integer, Long> nextOffsets() {
      return applied;
    }

    @Override
    public boolean alone(Runnable work) {
      throw new AssertionError("it only looks");
    }
  }, () -> ends, new SourceLog() {
    @Override
    public long beginning(int partition) {
      return 100L * partition;
    }

    @Override
    public boolean holdsRecord(int partition, long from, long to) {
      throw new AssertionError("it only counts");
    }
  });

  @Test
  void allPartitionsAreCountedThoseWithoutBooksFromWhereTheyBegin() {
    ends.putAll(Map.of(0, 50L, 1, 130L, 2, 200L));
    applied.put(0, 20L);
    assertThat(backlog.offsets()).isEqualTo(30 + 30);
  }

  @Test
  void booksThatAreFurtherByNowAreNoBacklogOfAnother() {
    ends.putAll(Map.of(0, 50L, 1, 130L));
    applied.putAll(Map.of(0, 60L, 1, 120L));
    assertThat(backlog.offsets()).isEqualTo(10);
  }
}
