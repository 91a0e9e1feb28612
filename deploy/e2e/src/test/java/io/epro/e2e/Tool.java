package io.epro.e2e;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command of the processor, in a process of its own. */
final class Tool {
  static final Duration LIMIT = Duration.ofMinutes(2);

  private Tool() {}

  /**
   * Starts one.
   *
   * @param directory for what it prints
   */
  static ChildProcess start(Path directory, Map<String, String> settings, String... arguments)
      throws IOException {
    var log = Files.createTempFile(directory, arguments[0], ".log");
    var options = new ArrayList<String>();
    settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
    var program = new ArrayList<>(List.of("-jar", Jars.built().processor().toString()));
    program.addAll(List.of(arguments));
    return ChildProcess.start(Command.java(arguments[0], options, program, log));
  }

  /** Runs one to its end, which must be this. @return what it said */
  static String run(int exitCode, Path directory, Map<String, String> settings,
      String... arguments) throws IOException {
    return run(Set.of(exitCode), directory, settings, arguments);
  }

  /** The same, where the end may be one of several. */
  static String run(Set<Integer> exitCodes, Path directory, Map<String, String> settings,
      String... arguments) throws IOException {
    var child = start(directory, settings, arguments);
    if (!child.waitFor(LIMIT) || !exitCodes.contains(child.exitCode().orElse(-1))) {
      var diagnosis = child.diagnosis();
      child.kill();
      throw new IOException(diagnosis);
    }
    return Files.readString(child.log());
  }
}
