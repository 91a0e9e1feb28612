package io.epro.local;

import io.epro.local.system.Endpoints;
import io.epro.local.system.Jars;
import io.epro.local.system.ProgramSettings;
import io.epro.local.up.DataLock;
import io.epro.terminal.Quiet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
    return new ProcessBuilder(words(endpoints.get())).inheritIO().start().waitFor();
  }

  private List<String> words(Endpoints endpoints) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ProgramSettings.processor(0, endpoints.kafka(), endpoints.postgres())
        .forEach((key, value) -> words.add("-D" + key + "=" + value));
    words.add("-jar");
    words.add(Jars.built().processor().toString());
    words.addAll(arguments);
    return words;
  }
}
