package io.epro.bench.drugsload;

import io.epro.bench.measure.Machine;
import io.epro.bench.measure.RunOptions;
import io.epro.local.kafka.LocalKafka;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.process.Trees;
import io.epro.local.system.Jars;
import io.epro.local.system.ProgramSettings;
import io.epro.local.system.SystemPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench/drugs-load}. */
@CommandLine.Command(name = "drugs-load", mixinStandardHelpOptions = true, sortOptions = false,
    description = {
      "Times the shipped processor's drugs load, the JVM's start included: a file into an empty topic of a"
          + " real broker; the same file again; one with 1 % renamed, 0.1 % gone and 0.1 % new, with --prune;"
          + " then drugs diff.",
      "Prints figures only of runs that ended with what was expected."})
public final class DrugsLoadBench implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String NO_DATABASE = "jdbc:postgresql://127.0.0.1:1/none";

  @Option(names = "--drugs", defaultValue = "1000000", paramLabel = "N",
      description = "in the file (default: ${DEFAULT-VALUE})")
  private int drugs;

  @Option(names = "--jvm", paramLabel = "OPTION",
      description = "of the tool's JVM, after those of the image, e.g. --jvm=-Xmx1g")
  private List<String> jvm = List.of();

  @Mixin
  private final RunOptions options = new RunOptions(3);

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DrugsLoadBench()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    var machine = Machine.here(Jars.repository());
    var data = Files.createTempDirectory("epro-drugs-load");
    // The broker's usual JVM is made to start fast, not to run fast.
    try (var kafka = new LocalKafka(data.resolve("kafka"), 0,
        List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"), Map.of())) {
      kafka.start();
      var first = LoadFiles.first(data, drugs);
      var second = LoadFiles.second(data, drugs);
      var turns = new ArrayList<List<LoadStep>>();
      for (int number = 1; number <= options.runs(); number++) {
        var tool = new Tool(data, kafka.bootstrapServers(), "drugs." + number);
        tool.createTopic();
        turns.add(turn(tool, first, second));
        System.out.println("turn " + number + ": " + turns.getLast());
      }
      var result = new DrugsLoadResult(machine, drugs, turns);
      System.out.print(result.inWords());
      options.write(result);
      return 0;
    } finally {
      Trees.delete(data);
    }
  }

  private List<LoadStep> turn(Tool tool, Path first, Path second) throws IOException {
    int renamed = (drugs + LoadFiles.RENAMED_EVERY - 1) / LoadFiles.RENAMED_EVERY;
    int replaced = (drugs + LoadFiles.REPLACED_EVERY - 2) / LoadFiles.REPLACED_EVERY;
    return List.of(
        tool.run("into an empty topic", told(drugs, 0, 0), "load", first.toString()),
        tool.run("again, unchanged", told(0, 0, 0), "load", first.toString()),
        tool.run("1 % renamed, 0.1 % replaced, --prune", told(replaced, renamed, replaced), "load",
            "--prune", second.toString()),
        tool.run("drugs diff", told(0, 0, 0), "diff", second.toString()));
  }

  private String told(int added, int changed, int unnamed) {
    return String.format(Locale.ROOT, "%,d added, %,d changed, %,d as before; %,d not in the file",
        added, changed, drugs - added - changed, unnamed);
  }

  /** The processor's command on one topic. */
  private final class Tool {
    private final Path data;
    private final String bootstrapServers;
    private final String topic;

    Tool(Path data, String bootstrapServers, String topic) {
      this.data = data;
      this.bootstrapServers = bootstrapServers;
      this.topic = topic;
    }

    void createTopic() throws IOException {
      try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())
            .configs(Map.of("cleanup.policy", "compact", "message.timestamp.type",
                "LogAppendTime"))))
            .all().get(30, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("the topic cannot be made", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    LoadStep run(String what, String expected, String... arguments) throws IOException {
      var heap = new HeapLog(Files.createTempFile(data, "heap", ".log"));
      var settings = new ArrayList<>(SystemPlan.in(data).programJvm());
      settings.add(heap.option());
      settings.addAll(jvm);
      ProgramSettings.processor(0, bootstrapServers, NO_DATABASE)
          .forEach((key, value) -> settings.add("-D" + key + "=" + value));
      settings.add("-Dprocessor.topics.drugs=" + topic);
      var words = new ArrayList<>(List.of("-jar", Jars.built().processor().toString(), "drugs"));
      words.addAll(List.of(arguments));
      var log = Files.createTempFile(data, "tool", ".log");
      long begin = System.nanoTime();
      var child = ChildProcess.start(Command.java("drugs", settings, words, log));
      boolean ended = child.waitFor(LIMIT);
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (!ended || child.exitCode().orElse(-1) != 0
          || !Files.readString(log).contains(expected)) {
        var diagnosis = child.diagnosis();
        child.kill();
        throw new IOException("no figure, since it did not say " + expected + ": " + diagnosis);
      }
      return new LoadStep(what, seconds, heap.largestMib());
    }
  }
}
