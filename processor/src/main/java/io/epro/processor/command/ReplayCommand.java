package io.epro.processor.command;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.intake.KafkaTopicRecords;
import io.epro.processor.postgres.ErasureTable;
import io.epro.processor.postgres.PostgresReplays;
import io.epro.processor.replay.BoundedLog;
import io.epro.processor.replay.Pace;
import io.epro.processor.replay.ReplayAdmission;
import io.epro.processor.replay.ReplayName;
import io.epro.processor.replay.ReplayPlan;
import io.epro.processor.replay.Replays;
import io.epro.processor.sink.InternalErrors;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code replay}: a part of the topic run again, beside the live pipeline. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Runs a part of the topic through the pipeline again, with the rules, the code and the dictionary of now,"
      + " into a schema of its own (replay_NAME). The live pipeline goes on and is not touched; what would"
      + " change is shown by replay diff, and taken over by replay promote.",
  "Killed or stopped, the same command goes on where it stood. The same command on other machines shares"
      + " the work.",
  "The database's user must be allowed to make schemas."},
    subcommands = {ReplayDiffCommand.class, ReplayPromoteCommand.class, ReplayListCommand.class,
      ReplayDropCommand.class},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:it came to its end",
      "130, 143:it was told to stop before (Ctrl-C, TERM); run it again to go on",
      "2:it could not begin or go on: command line, configuration, broker or database"})
public final class ReplayCommand implements Callable<Integer> {
  private static final int STOPPED = 1;

  @Mixin
  private final ConfigOption config = new ConfigOption();

  @Option(names = "--name", paramLabel = "NAME", description = "Lower-case letters, digits and _.")
  private @Nullable String name;

  @Option(names = "--from", paramLabel = "WHERE",
      description = "A time (2026-03-01T00:00:00Z, by the"
          + " records' times in Kafka), an offset, or PARTITION:OFFSET,… (default: the topic's beginning).")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "WHERE",
      description = "Before which it ends, in the same forms (default: the topic's end of now).")
  private @Nullable String to;

  @Option(names = "--partitions", split = ",", paramLabel = "N", description = "Only these.")
  private Set<Integer> partitions = Set.of();

  @Option(names = "--patients", paramLabel = "FILE",
      description = "Only reports of these patients, one id a line.")
  private @Nullable Path patients;

  @Option(names = "--threads", paramLabel = "N",
      description = "Stream threads (default: processor.threads).")
  private @Nullable Integer threads;

  @Option(names = "--max-rate", defaultValue = "0", paramLabel = "N",
      description = "Records a second at most, in this process; 0: as fast as it can.")
  private long maxRate;

  @Mixin
  private final Asker asker = new Asker();

  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() throws Exception {
    if (name == null) {
      throw new ParameterException(printing.command().commandLine(), "replay needs --name NAME");
    }
    if (maxRate < 0) {
      throw new ParameterException(printing.command().commandLine(), "--max-rate is 0 or more");
    }
    var replay = new ReplayName(name);
    var live = config.load();
    var errors = new InternalErrors(new SimpleMeterRegistry(), System::nanoTime);
    try (var progress = Progress.onStderr();
        var topic = new KafkaTopicRecords(live.kafka(), live.topics().raw(),
            new ReportValidator(Rules.from(live.rules())), errors);
        var replays = PostgresReplays.open(live)) {
      var plan = plan(replay, topic, replays);
      var scope = new Scope(log -> new BoundedLog(log, plan),
          new ReplayAdmission(plan, new Pace(maxRate, System::nanoTime)), new ErasureTable(live),
          false);
      boolean complete = new ReplayRun(mine(replay, live), plan, scope, topic, progress).run();
      progress.close();
      var out = printing.out();
      if (!complete) {
        out.println("Stopped; the same command goes on with it.");
        return STOPPED;
      }
      replays.complete(plan);
      out.println(
          "The replay %s is complete: %,d offsets. See replay diff --name %s".formatted(name,
              plan.offsets(), name));
      return 0;
    }
  }

  private ReplayPlan plan(ReplayName replay, KafkaTopicRecords topic, Replays replays)
      throws IOException {
    var known = replays.find(replay);
    if (known.isPresent()) {
      refuseOther(known.get(), topic);
      return known.get();
    }
    var plan = new ReplayPlan(replay, topic.topicId(),
        ReplayBounds.of(topic, from, to, partitions), chosen(), Instant.now(), asker.name());
    replays.add(plan);
    return plan;
  }

  /** The same command goes on with it; so does one that leaves out what it is over. */
  private void refuseOther(ReplayPlan begun, KafkaTopicRecords topic) throws IOException {
    boolean same = (partitions.isEmpty() || partitions.equals(begun.ranges().keySet()))
        && (patients == null || chosen().equals(begun.patients()));
    if (from != null || to != null) {
      var now = ReplayBounds.of(topic, from, to, begun.ranges().keySet());
      for (var range : begun.ranges().entrySet()) {
        var asked = now.getOrDefault(range.getKey(), range.getValue());
        same &= from == null || asked.from() == range.getValue().from();
        same &= to == null || asked.to() == range.getValue().to();
      }
    }
    if (!same) {
      throw new IllegalArgumentException("the replay " + begun.name() + " was begun already, over"
          + " other records than these (replay list shows them). Without --from, --to, --partitions and"
          + " --patients it goes on; for another one take another name, or drop it first");
    }
  }

  private Set<String> chosen() throws IOException {
    var chosen = new LinkedHashSet<String>();
    if (patients != null) {
      Files.readAllLines(patients).stream().map(String::strip).filter(id -> !id.isEmpty())
          .forEach(chosen::add);
      if (chosen.isEmpty()) {
        throw new IllegalArgumentException(patients + " names no patient");
      }
    }
    return chosen;
  }

  private ProcessorSettings mine(ReplayName replay, ProcessorSettings live) {
    var values = new HashMap<>(replay.settings(live.group()));
    if (threads != null) {
      values.put("processor.threads", threads.toString());
    }
    return config.load(values);
  }
}
