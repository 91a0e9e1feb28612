package io.epro.bench.safeguards;

import io.epro.bench.drain.Backlog;
import io.epro.bench.drain.BacklogTopic;
import io.epro.bench.drain.EarlierRows;
import io.epro.bench.drain.ReportTable;
import io.epro.bench.drain.Run;
import io.epro.bench.drain.Servers;
import io.epro.bench.drain.Track;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.RunOptions;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.ProgramSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/safeguards}. */
@Command(name = "safeguards", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Drains the same backlog through the whole pipeline and through pipelines that lack one of its"
      + " safeguards: the ledger, sending rejects, the filter of recent ids, the hash.",
  "With several --duplicates each has a backlog of its own; the filter is compared on all of them,"
      + " the other safeguards on the first.",
  "Prints figures only of runs whose rows were verified."})
public final class SafeguardsCommand implements Callable<Integer> {
  @Option(names = "--reports", defaultValue = "1000000", paramLabel = "N",
      description = "records in a backlog; the first third is for warming up (default: ${DEFAULT-VALUE})")
  private long reports;

  @Option(names = "--patients", defaultValue = "20000", paramLabel = "N",
      description = "(default: ${DEFAULT-VALUE})")
  private int patients;

  @Option(names = "--duplicates", defaultValue = "0,0.1,1", split = ",", paramLabel = "PERCENT",
      description = "of the records that are retries of an earlier one (default: ${DEFAULT-VALUE})")
  private List<Double> duplicates = List.of();

  @Option(names = "--rejected", defaultValue = "1", paramLabel = "PERCENT",
      description = "of the records that are invalid (default: ${DEFAULT-VALUE})")
  private double rejected;

  @Option(names = "--threads", defaultValue = "2", paramLabel = "N",
      description = "of each variant (default: ${DEFAULT-VALUE})")
  private int threads;

  @Mixin
  private final RunOptions options = new RunOptions(3);

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SafeguardsCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-safeguards");
    try (var system = new LocalSystem(Servers.plan(data, List.of()))) {
      Servers.start(system, data);
      var workloads = workloads(system);
      var result = new SafeguardsResult(machine, threads, turns(system, data, workloads));
      System.out.print(result.inWords());
      options.write(result);
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  private List<Workload> workloads(LocalSystem system) throws IOException {
    var all = new ArrayList<Workload>();
    for (double percent : duplicates) {
      String topic = "backlog-" + percent;
      BacklogTopic.create(topic, system.kafka().bootstrapServers());
      System.out.printf("Filling %s with %,d records: %s %% retries, %s %% invalid.%n", topic,
          reports, percent, rejected);
      var backlog = Backlog.fill(system.kafka().bootstrapServers(), topic, reports,
          new Backlog.Mix(patients, percent, rejected, 0));
      all.add(new Workload(percent, topic, backlog, Workload.variants(all.isEmpty())));
    }
    return all;
  }

  /**
   * The variants take turns, so that a slow minute of the machine hits all of them; each turn begins with
   * another one, since the first finds the machine as the fillings or another backlog left it.
   */
  private List<Turn> turns(LocalSystem system, Path data, List<Workload> workloads)
      throws IOException, SQLException {
    var all = new ArrayList<Turn>();
    var expected = new HashMap<String, ReportTable.Contents>();
    var track = new Track(system, data, 0); // the variants tell by themselves when they are warm
    for (int number = 1; number <= options.runs(); number++) {
      for (var workload : workloads) {
        for (var variant : workload.variants(number)) {
          var contestant = contestant(system, data, workload, variant, number);
          var run = Run.of(contestant, track, EarlierRows.none(system.postgres()));
          expected.put(workload.topic(),
              verified(contestant, system, expected.get(workload.topic())));
          var turn = new Turn(number, workload.duplicates(), run);
          System.out.println(turn.inWords());
          all.add(turn);
        }
      }
    }
    return all;
  }

  private VariantContestant contestant(LocalSystem system, Path data, Workload workload,
      Variant variant, int number) {
    String group = String.join("-", workload.topic(), variant.name().replace(' ', '-'),
        Integer.toString(number));
    var settings = new HashMap<>(ProgramSettings.processor(0, system.kafka().bootstrapServers(),
        system.postgres().jdbcUrl()));
    settings.put("processor.topics.raw", workload.topic());
    settings.put("processor.group", group);
    settings.put("processor.threads", Integer.toString(threads));
    if (variant.lacks().contains(Safeguard.FILTER)) {
      settings.put("processor.sink.recent-ids", "0");
    }
    return new VariantContestant(variant, Servers.jvm(data, List.of()), settings,
        new Progress(data, group, reports / 3, reports), workload.backlog());
  }

  /** Same rows as the very first, a full pipeline, column by column; hashes only where there are any. */
  private static ReportTable.Contents verified(VariantContestant contestant, LocalSystem system,
      ReportTable.@Nullable Contents first) throws SQLException {
    try (var table = new ReportTable(system.postgres())) {
      var found = table.contents();
      var expected = first == null ? found : first;
      boolean hashes = !contestant.variant().lacks().contains(Safeguard.HASH);
      boolean good = found.rows() == contestant.backlog().distinct()
          && table.rejections() == contestant.backlog().rejected()
          && found.fingerprint().equals(expected.fingerprint())
          && found.hashes().equals(expected.hashes()) == hashes;
      if (!good) {
        throw new IllegalStateException(contestant.name() + " stored " + found + " and "
            + table.rejections() + " rejections, not " + expected + " of "
            + contestant.backlog() + ": no figure");
      }
      return expected;
    }
  }
}
