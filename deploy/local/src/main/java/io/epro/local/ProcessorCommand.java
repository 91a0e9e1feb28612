package io.epro.local;

import io.epro.local.system.Endpoints;
import io.epro.local.system.Jars;
import io.epro.local.system.ProgramSettings;
import io.epro.local.system.SystemPlan;
import io.epro.local.token.LocalIssuer;
import io.epro.local.up.DataLock;
import io.epro.terminal.Quiet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deploy/local/processor}: a command of the processor, against the system that runs here. */
@Command(name = "processor", description = {
  "Runs a command of the processor against the system that deploy/local/up started.",
  "deploy/local/processor --help shows the processor's own help."})
public final class ProcessorCommand implements Callable<Integer> {
  /** More than any command takes to stop. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Option(names = "--data", paramLabel = "DIR",
      description = "the directory that up was given (default: deploy/local/.data)")
  private @Nullable Path data;

  @Parameters(paramLabel = "COMMAND", description = "command and arguments of the processor")
  private List<String> arguments = List.of();

  public static void main(String[] arguments) {
    Quiet.logging();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    // What follows the command is the command's, and what we do not know is too.
    return new CommandLine(new ProcessorCommand())
        .setStopAtPositional(true)
        .setStopAtUnmatched(true)
        .setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var directory = (data == null ? Jars.defaultData() : data).toAbsolutePath().normalize();
    var endpoints = Endpoints.read(directory);
    if (endpoints.isEmpty() || !DataLock.isTaken(directory)) {
      System.err.println("processor: no local system runs on " + directory
          + ". Start one with deploy/local/up, or give its --data directory.");
      return 1;
    }
    if (arguments.isEmpty()) {
      System.err
          .println("processor: give a command. \"run\" would be one more processor beside those of"
              + " this system; --help shows the others.");
      return 2;
    }
    var child = new ProcessBuilder(words(endpoints.get(), directory)).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(
        Thread.ofPlatform().name("stop").unstarted(() -> stop(child)));
    return child.waitFor();
  }

  /** Whoever ends this means the command: it is told so, and how it ends is how this ends. */
  private static void stop(Process child) {
    if (child.isAlive()) {
      child.destroy();
      try {
        if (child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          Runtime.getRuntime().halt(child.exitValue());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<String> words(Endpoints endpoints, Path directory) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(SystemPlan.imageJvm());
    var settings = new HashMap<>(
        ProgramSettings.processor(0, endpoints.kafka(), endpoints.postgres()));
    settings.putAll(LocalIssuer.consoleSettings(directory));
    settings.forEach((key, value) -> words.add("-D" + key + "=" + value));
    words.add("-jar");
    words.add(Jars.built().processor().toString());
    words.addAll(arguments);
    return words;
  }
}
