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
import io.epro.bench.sample.SampleReports;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.ProgramSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/poison}. */
@Command(name = "poison", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Drains backlogs of the same reports, clean and with poison of each kind: bytes that are no JSON, records"
      + " at which our own code throws, records that a check of the table refuses, and all three.",
  "Prints figures only of runs whose rows and rejections were counted."})
public final class PoisonCommand implements Callable<Integer> {
  private static final int PATIENTS = 20_000;
  private static final int SEED = 20260101;

  @Option(names = "--reports", defaultValue = "600000", paramLabel = "N",
      description = "records in a backlog; the first third is for warming up (default: ${DEFAULT-VALUE})")
  private long reports;

  @Option(names = "--poison", defaultValue = "0.1", paramLabel = "PERCENT",
      description = "of the records; 100 is a topic of nothing else (default: ${DEFAULT-VALUE})")
  private double percent;

  @Option(names = "--kinds", split = ",", paramLabel = "KIND",
      defaultValue = "BAD_BYTES,OWN_CODE_THROWS,POSTGRES_REFUSES,MIXED",
      description = "of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private List<Poison> kinds = List.of();

  @Option(names = "--threads", defaultValue = "2", paramLabel = "N",
      description = "of the processor (default: ${DEFAULT-VALUE})")
  private int threads;

  @Mixin
  private final RunOptions options = new RunOptions(5);

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PoisonCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-poison");
    try (var system = new LocalSystem(Servers.plan(data, List.of()))) {
      Servers.start(system, data);
      try (var connection = system.postgres().connect();
          var statement = connection.createStatement()) {
        statement.execute(Poison.CHECK);
      }
      var result = new PoisonResult(machine, threads, percent,
          turns(system, data, backlogs(system)));
      System.out.print(result.inWords());
      options.write(result);
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  private Map<Poison, Backlog> backlogs(LocalSystem system) throws IOException {
    var all = new EnumMap<Poison, Backlog>(Poison.class);
    all.put(Poison.NONE, fill(system, Poison.NONE));
    for (var kind : kinds) {
      all.put(kind, fill(system, kind));
    }
    return all;
  }

  /** The same good reports in all, with poison in the same places. */
  private Backlog fill(LocalSystem system, Poison kind) throws IOException {
    String brokers = system.kafka().bootstrapServers();
    BacklogTopic.create(topic(kind), brokers);
    var samples = new SampleReports(SEED, PATIENTS);
    var random = new SplittableRandom(SEED);
    var poisoned = new AtomicLong();
    Backlog.publish(brokers, topic(kind), reports, () -> {
      var good = samples.next();
      return random.nextDouble(100) < percent ? kind.in(good, poisoned.getAndIncrement()) : good;
    });
    long rejected = kind == Poison.NONE ? 0 : poisoned.get();
    System.out.printf("%s has %,d records, %,d of them poison.%n", topic(kind), reports, rejected);
    return new Backlog(reports, reports - rejected, rejected);
  }

  /** They take turns, each time beginning with the next one, so that a slow minute hits all of them. */
  private List<PoisonTurn> turns(LocalSystem system, Path data, Map<Poison, Backlog> backlogs)
      throws IOException, SQLException {
    var all = new ArrayList<PoisonTurn>();
    var track = new Track(system, data, 0); // the processor tells by itself when it is warm
    var order = new ArrayList<>(backlogs.keySet());
    for (int number = 1; number <= options.runs(); number++) {
      for (var kind : order) {
        var contestant = contestant(system, data, kind, number,
            Objects.requireNonNull(backlogs.get(kind)));
        var run = Run.of(contestant, track, EarlierRows.none(system.postgres()));
        verify(contestant, system);
        var turn = new PoisonTurn(number, kind, run);
        System.out.println(turn.inWords());
        all.add(turn);
      }
      Collections.rotate(order, -1);
    }
    return all;
  }

  private VariantContestant contestant(LocalSystem system, Path data, Poison kind, int number,
      Backlog backlog) {
    String group = topic(kind) + "-" + number;
    var settings = new HashMap<>(ProgramSettings.processor(0, system.kafka().bootstrapServers(),
        system.postgres().jdbcUrl()));
    settings.put("processor.topics.raw", topic(kind));
    settings.put("processor.group", group);
    settings.put("processor.threads", Integer.toString(threads));
    return new VariantContestant(
        new Variant(kind.inWords(), Set.of(), PoisonedProcessor.class),
        Servers.jvm(data, List.of()), settings, new Progress(data, group, reports / 3, reports),
        backlog);
  }

  private static String topic(Poison kind) {
    return "backlog-" + kind.inWords().replace(' ', '-');
  }

  private static void verify(VariantContestant contestant, LocalSystem system)
      throws SQLException {
    try (var table = new ReportTable(system.postgres())) {
      if (table.rows() != contestant.backlog().distinct()
          || table.rejections() != contestant.backlog().rejected()) {
        throw new IllegalStateException(contestant.name() + " stored " + table.rows()
            + " rows and " + table.rejections() + " rejections, not " + contestant.backlog()
            + ": no figure");
      }
    }
  }
}
