package io.epro.bench.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.bench.load.Seen;
import io.epro.bench.measure.Pauses;
import io.epro.bench.story.StoredReports.Fates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A story that is not so is not told. */
class ConclusionsTest {
  private static final Seen SEEN = new Seen(1, 1, 2_000, new Seen.Latency(1, 2, 3, 4),
      new Seen.Latency(0, 0, 0, 0), new Seen.Cost(0, 0, 0, 0), 1, Map.of(), 0, 0, 0);
  private static final List<StageFigures> STORY = List.of(
      figures(Stage.THREADS.title(), 9_000, 20_000, 30, 0, 60, 2_000, 5_000),
      figures(Stage.WORKERS.title(), 1_000, 20_000, 30, 40, 60, 2_000, 1_050),
      figures(Stage.REUSE.title(), 1_000, 7_000, 12, 40, 0, 2_000, 1_050),
      figures(Stage.CONCURRENT_MAP.title(), 1_000, 7_000, 12, 0.1, 0, 3_000, 1_050),
      figures(Stage.SHARDS.title(), 1_000, 7_000, 12, 0.1, 0, 3_000, 1_050),
      figures("this pipeline", 0, 3_000, 0, 0, 0, 20_000, 0));

  @Test
  void everyConclusionHoldsOfTheStoryAsItIsTold() {
    assertThat(Conclusions.of(STORY)).hasSize(9).allMatch(Conclusions.Conclusion::holds);
  }

  @Test
  void eachConclusionFailsAloneWhereItsFiguresSayOtherwise() {
    fails(0, 1, figures(Stage.WORKERS.title(), 5_000, 20_000, 30, 40, 60, 2_000, 1_050));
    fails(1, 1, withThreadsAtWork(STORY.get(1), 9_000));
    fails(2, 1, figures(Stage.WORKERS.title(), 1_000, 20_000, 30, 40, 60, 2_000, 6_000));
    fails(3, 2, figures(Stage.REUSE.title(), 1_000, 15_000, 12, 40, 0, 2_000, 1_050));
    fails(4, 2, figures(Stage.REUSE.title(), 1_000, 7_000, 25, 40, 0, 2_000, 1_050));
    fails(5, 4, figures(Stage.SHARDS.title(), 1_000, 7_000, 12, 30, 0, 3_000, 1_050));
    fails(6, 3, figures(Stage.CONCURRENT_MAP.title(), 1_000, 7_000, 12, 0.1, 0, 3_000, 0));
    fails(7, 5, figures("this pipeline", 0, 3_000, 0, 0, 0, 20_000, 1));
    fails(8, 5, figures("this pipeline", 0, 3_000, 0, 0, 0, 3_500, 0));
  }

  private static void fails(int conclusion, int stage, StageFigures instead) {
    var story = new ArrayList<>(STORY);
    story.set(stage, instead);
    var conclusions = Conclusions.of(story);
    for (int i = 0; i < conclusions.size(); i++) {
      assertThat(conclusions.get(i).holds()).as(conclusions.get(i).sentence())
          .isEqualTo(i != conclusion);
    }
  }

  private static StageFigures withThreadsAtWork(StageFigures of, long atWork) {
    return new StageFigures(of.title(), of.steady(), of.storedPerSecond(), of.burst(),
        of.threads(), of.waiting(), of.connections(), of.bytes(), of.pauses(), of.pauseSeconds(),
        of.lockWait(), of.making(), atWork, of.kill());
  }

  private static StageFigures figures(String title, double waiting, double bytes,
      long pausesPerMinute, double lockWait, double making, double perSecond, long lost) {
    var kill = new Fates(10_000, 10_000 - lost, lost, 0);
    return new StageFigures(title, SEEN, perSecond, new Fates(1, 1, 0, 0), 100, waiting, 20, bytes,
        new Pauses(pausesPerMinute, 1, 1, 0, List.of()), 60, lockWait,
        making, title.equals(Stage.THREADS.title()) ? 9_000 : 100, kill);
  }
}
