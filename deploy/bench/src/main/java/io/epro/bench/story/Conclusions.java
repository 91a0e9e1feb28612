package io.epro.bench.story;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Locale;

/** What the story says, held against the figures: each stage is rid of what the one before it showed. */
final class Conclusions {
  private Conclusions() {}

  /** @param sentence with the figures in it */
  record Conclusion(boolean holds, String sentence) {}

  /** @param all in the order of the story, the pipeline last */
  static List<Conclusion> of(List<StageFigures> all) {
    var threads = of(Stage.THREADS, all);
    var workers = of(Stage.WORKERS, all);
    var reuse = of(Stage.REUSE, all);
    var concurrent = of(Stage.CONCURRENT_MAP, all);
    var shards = of(Stage.SHARDS, all);
    var pipeline = all.getLast();
    return List.of(
        says(workers.waiting() <= 1_000 && threads.waiting() > 2 * workers.waiting(),
            "The bounded queue holds what the threads did not: %,.0f reports waiting at most,"
                + " %,.0f before",
            workers.waiting(), threads.waiting()),
        says(workers.atWork() <= 100 && threads.atWork() > 10 * workers.atWork(),
            "When it was killed %,d threads were in the middle of a report, with workers %,d",
            threads.atWork(), workers.atWork()),
        says(workers.kill().lost() > 0 && workers.kill().lost() < threads.kill().lost(),
            "A kill loses less with a bounded queue, and still loses: %,d accepted reports,"
                + " %,d before",
            workers.kill().lost(), threads.kill().lost()),
        says(workers.making() > 30 && reuse.bytes() < 0.6 * workers.bytes(),
            "Making rows was %.0f %% of what the workers allocate; with objects used again a report"
                + " costs %,.0f bytes, %,.0f before",
            workers.making(), reuse.bytes(),
            workers.bytes()),
        says(reuse.pausesPerMinute() < 0.7 * workers.pausesPerMinute(),
            "So the collector stops the threads %.1f times a minute, %.1f before",
            reuse.pausesPerMinute(), workers.pausesPerMinute()),
        says(reuse.lockWait() > 1 && concurrent.lockWait() < reuse.lockWait() / 5
            && shards.lockWait() < reuse.lockWait() / 5,
            "One locked map kept %.1f threads waiting all the time; ConcurrentHashMap %.2f, 256"
                + " shards %.2f",
            reuse.lockWait(), concurrent.lockWait(), shards.lockWait()),
        says(all.subList(0, all.size() - 1).stream().allMatch(stage -> stage.kill().lost() > 0),
            "All of these lose accepted reports in a kill, at least %,d", all
                .subList(0, all.size() - 1).stream().mapToLong(stage -> stage.kill().lost()).min()
                .orElse(0)),
        says(pipeline.kill().lost() == 0 && pipeline.kill().duplicated() == 0,
            "The pipeline lost %,d and doubled %,d of %,d", pipeline.kill().lost(),
            pipeline.kill().duplicated(), pipeline.kill().acknowledged()),
        says(all.stream().limit(all.size() - 1L)
            .allMatch(stage -> pipeline.storedPerSecond() > 1.2 * stage.storedPerSecond()),
            "It stores a burst at %,.0f reports a second, the best of the others at %,.0f",
            pipeline.storedPerSecond(), all.stream().limit(all.size() - 1L)
                .mapToDouble(StageFigures::storedPerSecond).max().orElse(0)));
  }

  private static StageFigures of(Stage stage, List<StageFigures> all) {
    return all.stream().filter(figures -> figures.title().equals(stage.title())).findFirst()
        .orElseThrow();
  }

  @FormatMethod
  private static Conclusion says(boolean holds, String sentence, Object... figures) {
    return new Conclusion(holds, String.format(Locale.ROOT, sentence, figures));
  }
}
