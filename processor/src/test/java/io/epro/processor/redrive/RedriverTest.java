package io.epro.processor.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.processor.ledger.OutageException;
import io.epro.processor.redrive.Rejections.Intended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedriverTest {
  private static final int REJECTIONS = 1_300;
  private static final int PARTITIONS = 3;
  private static final Selection ALL = new Selection(List.of(), null, Instant.EPOCH, null, null);

  private final Breakdown breakdown = new Breakdown();
  private final Table table = new Table();
  private final Topic topic = new Topic();

  @Test
  void eachIsPublishedOnceIntoItsPartition() {
    table.fill(0);
    var outcome = redriver(3).run(ALL, _ -> {});
    assertThat(outcome).isEqualTo(new Redriver.Outcome(REJECTIONS, 0, 0, 0));
    assertAllOnce();
  }

  @Test
  void whoHadAllChancesIsLeftAlone() {
    table.fill(2);
    assertThat(redriver(2).run(ALL, _ -> {})).isEqualTo(new Redriver.Outcome(0, 0, REJECTIONS, 0));
    assertThat(topic.marks).isEmpty();
  }

  @Test
  void whatTheBrokersDoNotTakeStaysOpen() {
    table.fill(0);
    topic.tooLarge = at -> at.offset() % 100 == 7;
    int left = REJECTIONS / 100;
    for (int run = 0; run < 2; run++) {
      assertThat(redriver(3).run(ALL, _ -> {}))
          .isEqualTo(new Redriver.Outcome(run == 0 ? REJECTIONS - left : 0, 0, 0, left));
    }
    assertThat(topic.marks).hasSize(REJECTIONS - left);
    assertThat(table.intended.keySet()).isEqualTo(table.done.keySet());
  }

  /** At each of its calls, before it has done anything and after it has done all. */
  @Test
  void whereverItBreaksDownTheNextRunMakesItWhole() {
    for (int call = 0; call < 20; call++) {
      for (boolean done : List.of(false, true)) {
        var again = new RedriverTest();
        again.table.fill(0);
        again.breakdown.plan(call, done);
        again.runUntilItEnds();
        again.assertAllOnce();
      }
    }
  }

  @Test
  void norDoManyBreakdownsInARowLoseOrDoubleAny() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      var again = new RedriverTest();
      again.table.fill(0);
      for (int run = 0; run < 6; run++) {
        again.breakdown.plan(random.nextInt(8), random.nextBoolean());
        again.runOnce();
      }
      again.runUntilItEnds();
      again.assertAllOnce();
    }
  }

  private Redriver redriver(int maxChances) {
    return new Redriver(table, topic, maxChances, "tester");
  }

  private boolean runOnce() {
    try {
      redriver(3).run(ALL, _ -> {});
      return true;
    } catch (OutageException e) {
      return false;
    }
  }

  private void runUntilItEnds() {
    while (!runOnce()) {
      breakdown.none();
    }
  }

  private void assertAllOnce() {
    assertThat(topic.marks).hasSize(REJECTIONS);
    assertThat(table.done.keySet()).isEqualTo(table.open.keySet());
    table.done.forEach((at, offset) -> {
      assertThat(topic.marks.get(new Coordinates(at.partition(), offset))).isEqualTo(at);
    });
    assertThat(new HashSet<>(table.done.values().stream().toList()))
        .hasSizeLessThanOrEqualTo(REJECTIONS);
  }

  /** One call of many that fails. */
  private static final class Breakdown {
    private int callsLeft = -1;
    private boolean done;

    void plan(int calls, boolean whenDone) {
      callsLeft = calls;
      done = whenDone;
    }

    void none() {
      callsLeft = -1;
    }

    <T> T around(java.util.function.Supplier<T> call) {
      boolean now = callsLeft == 0;
      callsLeft--;
      if (now && !done) {
        throw new OutageException("before");
      }
      T answer = call.get();
      if (now) {
        throw new OutageException("after");
      }
      return answer;
    }
  }

  private final class Table implements Rejections {
    private final TreeMap<Coordinates, Candidate> open = new TreeMap<>();
    private final TreeMap<Coordinates, Long> intended = new TreeMap<>();
    private final Map<Coordinates, Long> done = new HashMap<>();

    void fill(int chances) {
      for (int i = 0; i < REJECTIONS; i++) {
        var at = new Coordinates(i % PARTITIONS, i);
        open.put(at, new Candidate(at, null, new byte[]{1}, null, 0, null, chances));
      }
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public Map<Group, Long> count(Selection selection) {
      return Map.of();
    }

    @Override
    public long exhausted(Selection selection, int chances) {
      return 0;
    }

    @Override
    public List<Candidate> next(Selection selection, @Nullable Coordinates after, int limit) {
      return breakdown.around(() -> (after == null ? open : open.tailMap(after, false)).values()
          .stream().filter(it -> !intended.containsKey(it.at())).limit(limit).toList());
    }

    @Override
    public void intend(List<Candidate> candidates, Map<Integer, Long> ends, String by) {
      var _ = breakdown.around(() -> {
        candidates.forEach(it -> assertThat(intended.put(it.at(), ends.get(it.at().partition())))
            .as("intended before").isNull());
        return true;
      });
    }

    @Override
    public List<Intended> unfinished() {
      return breakdown.around(() -> {
        var found = new ArrayList<Intended>();
        intended.forEach((at, end) -> {
          if (!done.containsKey(at)) {
            found.add(new Intended(java.util.Objects.requireNonNull(open.get(at)), end));
          }
        });
        return found;
      });
    }

    @Override
    public void published(Map<Coordinates, Long> offsets, String by) {
      var _ = breakdown.around(() -> {
        done.putAll(offsets);
        return true;
      });
    }

    @Override
    public void withdraw(Collection<Coordinates> refused) {
      var _ = breakdown.around(() -> intended.keySet().removeAll(refused));
    }

    @Override
    public long discard(Selection selection, String reason, String by) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Topic implements RawTopic {
    private final Map<Coordinates, Coordinates> marks = new HashMap<>();
    private final long[] ends = {5_000, 6_000, 7_000};
    private java.util.function.Predicate<Coordinates> tooLarge = _ -> false;

    @Override
    public void begin() {
      var _ = breakdown.around(() -> true);
    }

    @Override
    public Map<Integer, Long> ends(Collection<Integer> partitions) {
      return breakdown.around(() -> {
        var now = new HashMap<Integer, Long>();
        partitions.forEach(partition -> now.put(partition, ends[partition]));
        return now;
      });
    }

    @Override
    public Map<Coordinates, Long> publish(List<Candidate> candidates) {
      return breakdown.around(() -> {
        var offsets = new HashMap<Coordinates, Long>();
        candidates.stream().filter(it -> !tooLarge.test(it.at())).forEach(it -> {
          int partition = it.at().partition();
          long offset = ends[partition]++;
          marks.put(new Coordinates(partition, offset), it.at());
          offsets.put(it.at(), offset);
        });
        return offsets;
      });
    }

    @Override
    public Map<Coordinates, Long> find(Set<Coordinates> wanted, Map<Integer, Long> from) {
      return breakdown.around(() -> {
        var found = new HashMap<Coordinates, Long>();
        marks.forEach((at, mark) -> {
          if (wanted.contains(mark)
              && at.offset() >= from.getOrDefault(at.partition(), Long.MAX_VALUE)) {
            found.put(mark, at.offset());
          }
        });
        return found;
      });
    }
  }
}
