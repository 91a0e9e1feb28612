package io.epro.bench.story;

import io.epro.bench.drain.Servers;
import io.epro.bench.measure.JsonOption;
import io.epro.bench.measure.Machine;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/story}. */
@Command(name = "story", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Puts the service that this project began with, at every stage of its repair, and the pipeline under the"
      + " same load, one after the other: a steady stream, a burst, and a burst with a kill -9 in its middle.",
  "Ends with 0 only if each stage is rid of what the one before it showed."})
public final class StoryCommand implements Callable<Integer> {
  @Option(names = "--rate", defaultValue = "1000", paramLabel = "N",
      description = "reports a second of the steady stream (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(names = "--warm-up", defaultValue = "30", paramLabel = "N",
      description = "seconds of the steady stream that do not count (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(names = "--seconds", defaultValue = "20", paramLabel = "N",
      description = "that count (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(names = "--phones", defaultValue = "5000", paramLabel = "N",
      description = "that all send at once (default: ${DEFAULT-VALUE})")
  private int phones;

  @Option(names = "--each", defaultValue = "4", paramLabel = "N",
      description = "reports that each of them has kept, sent one after the other (default: ${DEFAULT-VALUE})")
  private int each;

  @Option(names = "--out", defaultValue = "story", paramLabel = "DIR",
      description = "for flame graphs and stacks (default: ${DEFAULT-VALUE})")
  private Path out = Path.of("story");

  @Option(names = "--only", split = ",", paramLabel = "N",
      description = "these stages, from 0 to 4, and 5 for the pipeline; without conclusions, which need all")
  private List<Integer> only = List.of();

  @Mixin
  private final JsonOption json = new JsonOption();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new StoryCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    var machine = Machine.here(Jars.repository());
    Files.createDirectories(out);
    var plan = new StoryPlan(rate, warmUp * 1000L, seconds * 1000L, phones, each,
        phones * each / 10,
        out);
    var data = Files.createTempDirectory("epro-story");
    try (var system = new LocalSystem(Servers.plan(data, List.of()))) {
      Servers.start(system, data);
      ArticleTable.create(system.postgres());
      var figures = figures(plan, system, data);
      var result = new StoryResult(machine, plan, figures,
          only.isEmpty() ? Conclusions.of(figures) : List.of());
      System.out.print(result.inWords());
      json.write(result);
      return result.holds() ? 0 : 1;
    } finally {
      Trees.delete(data);
    }
  }

  private List<StageFigures> figures(StoryPlan plan, LocalSystem system, Path data)
      throws IOException, SQLException {
    var subjects = new ArrayList<Subject>();
    for (var stage : Stage.values()) {
      subjects.add(new ArticleSubject(stage, system.postgres().jdbcUrl(), data));
    }
    subjects.add(new PipelineSubject(system));
    var all = new ArrayList<StageFigures>();
    for (int i = 0; i < subjects.size(); i++) {
      if (only.isEmpty() || only.contains(i)) {
        ArticleTable.create(system.postgres());
        var figures = new StageTrial(plan, system.postgres(), data).of(subjects.get(i));
        System.out.print(StoryResult.row(figures));
        all.add(figures);
      }
    }
    return all;
  }
}
