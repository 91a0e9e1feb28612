package io.epro.bench.keys;

import io.epro.bench.drain.ReportTable;
import io.epro.bench.drain.Servers;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.RunOptions;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
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
import picocli.CommandLine.ParameterException;

/** {@code deploy/bench/keys}. */
@Command(name = "keys", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Fills variants of the report table, with other keys, indexes or columns, with the same rows by"
      + " bare COPY, and asks each what people ask.",
  "Prints figures only of tables whose rows were verified, and of lookups that found the same rows"
      + " in every variant."})
public final class KeysCommand implements Callable<Integer> {
  @Option(names = "--rows", defaultValue = "2000000", split = ",", paramLabel = "N",
      description = "rows at which to measure, ascending (default: ${DEFAULT-VALUE})")
  private List<Long> sizes = List.of();

  @Option(names = "--measured", defaultValue = "2000000", paramLabel = "N",
      description = "whose cost is measured: the last before each size (default: ${DEFAULT-VALUE})")
  private long measured;

  @Option(names = "--patients", defaultValue = "20000", paramLabel = "N",
      description = "each reports about once a day (default: ${DEFAULT-VALUE})")
  private int patients;

  @Option(names = "--connections", defaultValue = "2", paramLabel = "N",
      description = "(default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(names = "--lookups", defaultValue = "300", paramLabel = "N",
      description = "of each kind, fewer where they take long (default: ${DEFAULT-VALUE})")
  private int lookups;

  @Option(names = "--variant", paramLabel = "NAME",
      description = "only this one; may be given again (default: all)")
  private List<String> names = List.of();

  @Option(names = "--list", description = "print the variants and end")
  private boolean list;

  @Mixin
  private final RunOptions options = new RunOptions(1);

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new KeysCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (list) {
      Variant.all().forEach(variant -> System.out.println(variant.name()));
      return 0;
    }
    var variants = variants();
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-keys");
    try (var postgres = new LocalPostgres(data.resolve("postgres"), 0)) {
      var steps = steps(data);
      start(postgres, data);
      var series = new Series(postgres, patients, lookups, steps);
      var result = new KeysResult(machine, version(postgres), patients, connections, List.of());
      for (int number = 1; number <= options.runs(); number++) {
        for (var variant : variants) {
          result = result.with(series.turns(variant));
          options.write(result); // so that it stays, whatever happens to the rest
        }
      }
      System.out.print(result.inWords());
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  private static String version(LocalPostgres postgres) throws SQLException {
    try (var table = new VariantTable(postgres)) {
      return table.serverVersion();
    }
  }

  private List<Variant> variants() {
    var all = Variant.all();
    for (var name : names) {
      if (all.stream().noneMatch(variant -> variant.name().equals(name))) {
        throw new ParameterException(spec.commandLine(), "no variant is called " + name
            + "; --list prints them");
      }
    }
    return all.stream().filter(one -> names.isEmpty() || names.contains(one.name())).toList();
  }

  private static void start(LocalPostgres postgres, Path data) throws IOException, SQLException {
    var directory = data.resolve("postgres");
    postgres.start();
    Servers.tune(directory);
    postgres.stop();
    postgres.start();
    VariantTable.allowCheckpoints(postgres);
    ReportTable.create(postgres);
  }

  private List<Series.Step> steps(Path data) throws IOException, SQLException {
    var files = new RowFiles(data, connections, patients);
    var steps = new ArrayList<Series.Step>();
    long done = 0;
    for (long size : sizes) {
      if (size <= done) {
        throw new ParameterException(spec.commandLine(), "--rows must ascend");
      }
      System.out.printf("Encoding up to %,d rows of %,d patients.%n", size, patients);
      long last = Math.min(measured, size - done);
      long fill = size - done - last;
      var before = fill == 0 ? List.<RowFiles.Part>of()
          : List.of(files.write("before-" + size, fill));
      steps.add(new Series.Step(size, before, files.write("measured-" + size, last)));
      done = size;
    }
    return steps;
  }
}
