package io.epro.bench.drugs;

import io.epro.bench.measure.JsonOption;
import io.epro.bench.measure.Machine;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/drugs}. */
@Command(name = "drugs", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Looks drugs up as the pipeline does (a slice of UTF-8 in, the encoded fragment out) in the drug"
      + " store and in what would be taken in its place, beside a writer.",
  "Then loads a dictionary from its topic, as at a processor's start."})
public final class DrugsCommand implements Callable<Integer> {
  @Option(names = "--threads", split = ",", defaultValue = "8", paramLabel = "N",
      description = "readers, one figure for each (default: ${DEFAULT-VALUE})")
  private List<Integer> threads = List.of();

  @Option(names = "--updates", split = ",", defaultValue = "100", paramLabel = "N",
      description = "a second, by one writer; 0 is none (default: ${DEFAULT-VALUE})")
  private List<Integer> updates = List.of();

  @Option(names = "--drugs", split = ",", defaultValue = "1000,1000000", paramLabel = "N",
      description = "in the dictionary (default: ${DEFAULT-VALUE})")
  private List<Integer> drugs = List.of();

  @Option(names = "--known", arity = "1", split = ",", defaultValue = "true", paramLabel = "BOOL",
      description = "whether the drugs asked for are there (default: ${DEFAULT-VALUE})")
  private List<Boolean> known = List.of();

  @Option(names = "--stores", split = ",", paramLabel = "STORE",
      description = "of ${COMPLETION-CANDIDATES} (default: all)")
  private List<Store> stores = List.of(Store.values());

  @Option(names = "--all",
      description = "the whole matrix: 1, 2, 8 and 64 threads; 0, 100 and 10000 updates a second; 1000,"
          + " 100000 and 1000000 drugs; known and not: 504 figures, about two hours")
  private boolean all;

  @Option(names = "--warm-up", defaultValue = "5", paramLabel = "N",
      description = "seconds; the readers leave the compilers little of the cores (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(names = "--seconds", defaultValue = "3", paramLabel = "N",
      description = "to measure (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(names = "--load", defaultValue = "1000000", paramLabel = "N",
      description = "drugs to load from the topic, 0 leaves it out (default: ${DEFAULT-VALUE})")
  private int load;

  @Mixin
  private final JsonOption json = new JsonOption();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DrugsCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, RunnerException {
    if (all) {
      threads = List.of(1, 2, 8, 64);
      updates = List.of(0, 100, 10_000);
      drugs = List.of(1000, 100_000, 1_000_000);
      known = List.of(true, false);
    }
    var machine = Machine.here(Jars.repository());
    System.out.println(machine.inWords());
    System.out.print(DrugsResult.head());
    var lookups = new ArrayList<Lookups>();
    for (var cell : cells()) {
      var figures = cell.run(warmUp, seconds);
      lookups.add(figures);
      System.out.print(DrugsResult.row(figures, sharded(lookups, cell)));
    }
    System.out.print(DrugsResult.explained());
    json.write(new DrugsResult(machine, lookups, load()));
    return 0;
  }

  /** The stores take turns. */
  private List<Cell> cells() {
    return threads.stream().flatMap(count -> updates.stream().flatMap(rate -> drugs.stream()
        .flatMap(size -> known.stream().flatMap(there -> stores.stream()
            .map(store -> new Cell(store, count, rate, size, there))))))
        .toList();
  }

  private static Optional<Lookups> sharded(List<Lookups> lookups, Cell cell) {
    return lookups.stream()
        .filter(of -> of.cell().store() == Store.SHARDED && of.cell().isLike(cell)).findFirst();
  }

  private @Nullable Loaded load() throws IOException {
    if (load == 0) {
      return null;
    }
    var data = Files.createTempDirectory("epro-drugs");
    try {
      var loaded = new Loading(data).run(load);
      System.out.print(DrugsResult.inWords(loaded));
      return loaded;
    } finally {
      Trees.delete(data);
    }
  }
}
