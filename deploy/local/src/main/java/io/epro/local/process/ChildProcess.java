package io.epro.local.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running child. It has a session of its own, so that Ctrl-C in a terminal reaches only the parent,
 * which then stops its children in the right order; and it does not outlive the parent, as far as
 * {@link ParentDeath} can see to that. Thread-safe.
 */
public final class ChildProcess {
  private static final long LOG_BYTES = 16L << 20;

  private final Command command;
  private final Process process;

  private ChildProcess(Command command, Process process) {
    this.command = command;
    this.process = process;
  }

  /**
   * Starts the command. A log of more than 16 MiB is first moved aside to {@code NAME.1}.
   *
   * @throws IOException when the program cannot be started or its log not written
   */
  public static ChildProcess start(Command command) throws IOException {
    makeRoom(command.log());
    var builder = new ProcessBuilder(ParentDeath.guard(command).words())
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(command.log().toFile()));
    builder.environment().putAll(command.environment());
    return new ChildProcess(command, ParentDeath.spawn(builder));
  }

  public String name() {
    return command.name();
  }

  public Path log() {
    return command.log();
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Absent while it runs; 128 + the signal's number when a signal ended it. */
  public OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /** Completes when the process has ended, in whatever way. */
  public CompletableFuture<Void> ended() {
    return process.onExit().thenAccept(ignored -> {});
  }

  /** SIGKILL, and wait until it is gone. */
  public void kill() {
    process.destroyForcibly();
    waitFor(Duration.ofSeconds(10));
  }

  /** SIGTERM without waiting. */
  public void terminate() {
    process.destroy();
  }

  /**
   * SIGTERM, then wait; SIGKILL when that takes longer than the timeout.
   *
   * @return whether it ended by itself in time
   */
  public boolean stop(Duration timeout) {
    process.destroy();
    if (waitFor(timeout)) {
      return true;
    }
    kill();
    return false;
  }

  /** Waits for the end. An interrupt ends the wait early and is kept for the caller to see. */
  public boolean waitFor(Duration timeout) {
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How it stands and the end of its log, for a message that says what went wrong. */
  public String diagnosis() {
    var state = exitCode();
    return name() + (state.isPresent() ? " ended with exit code " + state.getAsInt() : " runs")
        + "; the end of " + log() + ":" + LogTail.of(log(), 15);
  }

  @Override
  public String toString() {
    return name() + "[" + pid() + "]";
  }

  private static void makeRoom(Path log) throws IOException {
    var directory = log.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
      Files.move(log, log.resolveSibling(log.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
