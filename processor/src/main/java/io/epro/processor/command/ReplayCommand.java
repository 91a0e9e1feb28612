package io.epro.processor.command;

import io.epro.processor.replay.ReplayName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    try (var progress = Progress.onStderr()) {
      var done = new ReplayWork(config::load, ReplayRun::stoppedByTermination, progress)
          .run(new ReplayWork.Order(new ReplayName(name), from, to, partitions, chosen(), threads,
              maxRate, asker.name()));
      progress.close();
      var out = printing.out();
      if (done.isEmpty()) {
        out.println("Stopped; the same command goes on with it.");
        return STOPPED;
      }
      out.println("The replay %s is complete: %,d offsets. See replay diff --name %s"
          .formatted(name, done.getAsLong(), name));
      return 0;
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
}
