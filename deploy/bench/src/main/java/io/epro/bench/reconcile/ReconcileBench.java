package io.epro.bench.reconcile;

import io.epro.bench.drain.Backlog;
import io.epro.bench.drain.Servers;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.RunOptions;
import io.epro.local.books.BookReader;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.ProgramSettings;
import io.epro.topics.BoundedRead;
import io.epro.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/reconcile}. */
@CommandLine.Command(name = "reconcile", mixinStandardHelpOptions = true, sortOptions = false,
    description = {
      "Fills topic and table (1 % retries, 1 % rejected) with the shipped processor, then times reconcile and"
          + " reconcile --deep, the JVM's start included, beside a consumer that reads the same topic and a"
          + " count of the table.",
      "Prints figures only of runs whose books balanced."})
public final class ReconcileBench implements Callable<Integer> {
  private static final int PATIENTS = 20_000;
  private static final Duration LIMIT = Duration.ofHours(1);
  private static final long LOOK_MILLIS = 500;

  @Option(names = "--reports", defaultValue = "2000000", paramLabel = "N",
      description = "records in the topic (default: ${DEFAULT-VALUE})")
  private long reports;

  @Mixin
  private final RunOptions options = new RunOptions(3);

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ReconcileBench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-reconcile");
    try (var system = new LocalSystem(Servers.plan(data, List.of()))) {
      system.start();
      system.loadSampleDrugs();
      Backlog.fill(system.kafka().bootstrapServers(), Topics.RAW, reports,
          new Backlog.Mix(PATIENTS, 1, 1, 0));
      drain(system);
      var turns = new ArrayList<ReconcileTurn>();
      for (int number = 1; number <= options.runs(); number++) {
        turns.add(turn(system, data));
        System.out.println(turns.getLast().inWords(reports));
      }
      var result = new ReconcileResult(machine, reports, turns);
      System.out.print(result.inWords());
      options.write(result);
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  /** By a processor that is ended afterwards, so that nothing else runs. */
  private static void drain(LocalSystem system) throws IOException, InterruptedException {
    var processor = system.startProcessor(Map.of()).awaitReady();
    try (var books = new BookReader(system.kafka().bootstrapServers(),
        system.postgres()::connect)) {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (books.glance().lag() > 0) {
        if (System.nanoTime() - deadline > 0) {
          throw new IOException("the processor did not drain the topic");
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
    processor.stop(Duration.ofSeconds(45));
  }

  private ReconcileTurn turn(LocalSystem system, Path data) throws IOException, SQLException {
    double counting = seconds(() -> {
      try (var connection = system.postgres().connect();
          var statement = connection.createStatement()) {
        statement.execute("select count(*) from epro.report");
      }
    });
    return new ReconcileTurn(seconds(() -> read(system)), counting,
        seconds(() -> reconcile(system, data, "reconcile")),
        seconds(() -> reconcile(system, data, "reconcile", "--deep")));
  }

  private interface Work { void run() throws IOException, SQLException; }

  private static double seconds(Work work) throws IOException, SQLException {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  private void read(LocalSystem system) {
    try (var consumer = new KafkaConsumer<>(
        Map.<String, Object>of("bootstrap.servers", system.kafka().bootstrapServers(),
            "max.poll.records", 5_000),
        new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = consumer.partitionsFor(Topics.RAW).stream()
          .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      var read = new long[1];
      BoundedRead.through(consumer, consumer.beginningOffsets(partitions),
          consumer.endOffsets(partitions), Duration.ofSeconds(30), _ -> {
            read[0]++;
            return true;
          });
      if (read[0] != reports) {
        throw new IllegalStateException("read " + read[0] + " records, not " + reports);
      }
    }
  }

  private static void reconcile(LocalSystem system, Path data, String... arguments)
      throws IOException {
    var settings = new ArrayList<String>();
    ProgramSettings.processor(0, system.kafka().bootstrapServers(), system.postgres().jdbcUrl())
        .forEach((key, value) -> settings.add("-D" + key + "=" + value));
    var words = new ArrayList<>(List.of("-jar", Jars.built().processor().toString()));
    words.addAll(List.of(arguments));
    var child = ChildProcess.start(
        Command.java("reconcile", settings, words, data.resolve("reconcile.log")));
    if (!child.waitFor(LIMIT) || child.exitCode().orElse(-1) != 0) {
      throw new IOException("no figure: " + child.diagnosis());
    }
  }
}
