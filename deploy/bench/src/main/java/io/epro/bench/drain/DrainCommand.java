package io.epro.bench.drain;

import io.epro.bench.measure.Machine;
import io.epro.bench.measure.RunOptions;
import io.epro.config.Settings;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.SystemPlan;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.validate.Rules;
import io.epro.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/drain}. */
@Command(name = "drain", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Fills the raw topic and drains it into Postgres in three ways: a bare COPY of rows encoded"
      + " before (the ceiling), the processor, and an everyday consumer with batched INSERTs.",
  "Prints figures only of runs whose rows were verified."})
public final class DrainCommand implements Callable<Integer> {
  @Option(names = "--reports", defaultValue = "2000000", paramLabel = "N",
      description = "records in the backlog (default: ${DEFAULT-VALUE})")
  private long reports;

  @Option(names = "--patients", defaultValue = "20000", paramLabel = "N",
      description = "(default: ${DEFAULT-VALUE})")
  private int patients;

  @Option(names = "--duplicates", defaultValue = "0", paramLabel = "PERCENT",
      description = "of the records that are retries of an earlier one (default: ${DEFAULT-VALUE})")
  private double duplicates;

  @Option(names = "--threads", defaultValue = "2", paramLabel = "N",
      description = "of each contestant (default: ${DEFAULT-VALUE})")
  private int threads;

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "a setting of the processor other than its default, such as processor.batch.max-rows=8000; may be given again")
  private Map<String, String> settings = Map.of();

  @Mixin
  private final RunOptions options = new RunOptions(1);

  @Option(names = "--profile", paramLabel = "FILE.jfr",
      description = "record the processor with Flight Recorder; costs a little speed")
  private @Nullable Path profile;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DrainCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-drain");
    try (var system = new LocalSystem(Servers.plan(data, profile))) {
      Servers.start(system, data);
      System.out.printf("Filling the topic with %,d reports of %,d patients, %s %% retries.%n",
          reports, patients, duplicates);
      var backlog = Backlog.fill(system.kafka().bootstrapServers(), Topics.RAW, reports,
          new Backlog.Mix(patients, duplicates, 0));
      var rules = Rules.from(Settings.load(ProcessorSettings.class, Optional.empty()).rules());
      EncodedFiles.write(system.kafka().bootstrapServers(), data, threads, rules,
          backlog.distinct() < backlog.records());
      var all = run(system, data, backlog);
      var result = DrainResult.of(machine, postgresVersion(system), backlog, threads, all);
      System.out.print(result.inWords());
      options.write(result);
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  /** The contestants take turns, so that a slow minute of the machine hits all of them. */
  private List<Run> run(LocalSystem system, Path data, Backlog backlog)
      throws IOException, SQLException {
    var all = new ArrayList<Run>();
    ReportTable.Contents expected = null;
    for (int turn = 1; turn <= options.runs(); turn++) {
      for (var contestant : contestants(system, data, backlog, turn)) {
        var run = Run.of(contestant, system);
        expected = verified(contestant, system, backlog, expected);
        System.out.println(DrainResult.line(run));
        all.add(run);
      }
    }
    return all;
  }

  private static ReportTable.Contents verified(Contestant contestant, LocalSystem system,
      Backlog backlog, ReportTable.@Nullable Contents expected) throws SQLException {
    try (var table = new ReportTable(system.postgres())) {
      var contents = table.contents();
      if (contents.rows() != backlog.distinct()
          || (expected != null && !contents.equals(expected))) {
        throw new IllegalStateException(contestant.name() + " stored " + contents + ", not "
            + (expected == null ? backlog.distinct() + " rows" : expected) + ": no figure");
      }
      return contents;
    }
  }

  private List<Contestant> contestants(LocalSystem system, Path data, Backlog backlog, int turn) {
    var jvm = SystemPlan.in(data).programJvm();
    return List.of(
        new ChildContestant(DrainResult.CEILING, BareCopy.class, jvm,
            child(system, data, "bare-copy-" + turn)),
        new ProcessorContestant(system, "bench-" + turn, threads, settings, backlog.records()),
        new ChildContestant(DrainResult.PEER, Everyday.class, jvm,
            child(system, data, "everyday-" + turn)));
  }

  private Child child(LocalSystem system, Path data, String group) {
    return new Child(system.kafka().bootstrapServers(),
        system.postgres().jdbcUrl() + "?reWriteBatchedInserts=true", data, group, threads);
  }

  private static String postgresVersion(LocalSystem system) throws SQLException {
    try (var table = new ReportTable(system.postgres())) {
      return table.serverVersion();
    }
  }
}
