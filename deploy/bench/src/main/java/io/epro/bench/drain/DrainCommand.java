package io.epro.bench.drain;

import io.epro.bench.measure.Machine;
import io.epro.bench.measure.Profiles;
import io.epro.bench.measure.RunOptions;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/drain} and {@code deploy/bench/peers}. */
@Command(name = "drain", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Fills a topic and drains it into Postgres in three ways: a bare COPY of rows encoded before (the"
      + " ceiling), the processor, and a Spring Kafka listener with batched INSERTs.",
  "deploy/bench/peers adds Kafka Connect with Debezium's JDBC sink, and Flink.",
  "Several values of --hot, --rows-before, --instances or --threads give every combination.",
  "Prints figures only of runs whose rows were verified."})
public final class DrainCommand implements Callable<Integer> {
  @Option(names = "--reports", defaultValue = "2000000", paramLabel = "N",
      description = "records in the backlog (default: ${DEFAULT-VALUE})")
  private long reports;

  @Option(names = "--warm-up", defaultValue = "0", paramLabel = "N",
      description = "the first records of it, which do not count (default: ${DEFAULT-VALUE})")
  private long warmUp;

  @Option(names = "--partitions", defaultValue = "12", paramLabel = "N",
      description = "of its topic (default: ${DEFAULT-VALUE})")
  private int partitions;

  @Option(names = "--patients", defaultValue = "20000", paramLabel = "N",
      description = "(default: ${DEFAULT-VALUE})")
  private int patients;

  @Option(names = "--duplicates", defaultValue = "0", paramLabel = "PERCENT",
      description = "of the records that are retries of an earlier one (default: ${DEFAULT-VALUE})")
  private double duplicates;

  @Option(names = "--hot", defaultValue = "0", split = ",", paramLabel = "PERCENT",
      description = "of the reports that are one patient's, hence in one partition (default: ${DEFAULT-VALUE})")
  private List<Double> hot = List.of();

  @Option(names = "--rows-before", defaultValue = "0", split = ",", paramLabel = "N",
      description = "rows of earlier reports in the table (default: ${DEFAULT-VALUE})")
  private List<Long> rowsBefore = List.of();

  @Option(names = "--instances", defaultValue = "1", split = ",", paramLabel = "N",
      description = "processors that share the group; the other contestants stay one process (default: ${DEFAULT-VALUE})")
  private List<Integer> instances = List.of();

  @Option(names = "--threads", defaultValue = "2", split = ",", paramLabel = "N",
      description = "of each processor; the other contestants have as many as all processors together (default: ${DEFAULT-VALUE})")
  private List<Integer> threads = List.of();

  @Option(names = "--only", split = ",", paramLabel = "CONTESTANT",
      description = "some of ${COMPLETION-CANDIDATES}; the last two are of deploy/bench/peers (default: all others)")
  private Set<Drain.Kind> only = EnumSet.copyOf(Drain.Kind.USUAL);

  @Option(names = "--set", paramLabel = "KEY=VALUE",
      description = "a setting of the processor other than its default, such as processor.batch.max-rows=8000; may be given again")
  private Map<String, String> settings = Map.of();

  @Option(names = "--jvm", paramLabel = "OPTION",
      description = "a JVM option of all contestants, such as -Xmx1g; may be given again")
  private List<String> jvm = List.of();

  @Mixin
  private final RunOptions options = new RunOptions(1);

  @Option(names = "--profile", paramLabel = "DIRECTORY",
      description = "afterwards drain the backlog once more and take CPU and allocation profiles of a processor; needs some 20 seconds of reports")
  private @Nullable Path profile;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DrainCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    var missing = PublishedContestant.missing(only);
    if (missing.isPresent()) {
      System.err.println(missing.get());
      return 2;
    }
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-drain");
    var conditions = new DrainResult.Conditions(reports, partitions, patients, duplicates, warmUp,
        settings,
        jvm);
    try (var system = new LocalSystem(Servers.plan(data, jvm));
        var drain = new Drain(new Track(system, data, warmUp), conditions, only)) {
      Servers.start(system, data);
      var ranges = new Cell.Ranges(hot, rowsBefore, instances, threads);
      var runs = drain.runs(ranges, options.runs());
      var result = DrainResult.of(machine, postgresVersion(system), conditions, runs);
      System.out.print(result.inWords());
      options.write(result);
      if (profile != null) {
        System.out.print(drain.profiled(ranges.cells(0).getFirst(), Profiles.into(profile)));
      }
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  private static String postgresVersion(LocalSystem system) throws SQLException {
    try (var table = new ReportTable(system.postgres())) {
      return table.serverVersion();
    }
  }
}
