package io.epro.local.system;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A gateway or a processor: its production jar in a JVM of its own. It can be killed or stopped, and
 * started again with the same settings and ports. Not for use by several threads at once.
 */
public final class Program implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);
  private static final HttpClient HTTP = HttpClient.newBuilder()
      .connectTimeout(Duration.ofSeconds(1))
      .build();

  private final String name;
  private final Path jar;
  private final List<String> jvmOptions;
  private final Map<String, String> environment;
  private final Map<String, String> settings;
  private final int adminPort;
  private final Path log;
  private @Nullable ChildProcess process;
  private String lastAnswer = "never asked";

  /** @param settings given to the program as system properties */
  Program(String name, Path jar, Launch launch, Map<String, String> settings,
      int adminPort, Path log) {
    this.name = name;
    this.jar = jar;
    this.jvmOptions = launch.jvmOptions();
    this.environment = launch.environment();
    this.settings = new TreeMap<>(settings);
    this.adminPort = adminPort;
    this.log = log;
  }

  /** Starts it, or starts it again. Returns at once: see {@link #awaitReady()}. */
  public Program start() throws IOException {
    if (process != null && process.alive()) {
      throw new IllegalStateException(name + " runs already");
    }
    process = ChildProcess.start(command(List.of(), log));
    return this;
  }

  /** As below, with a limit that suits a slow machine (60 s). */
  public Program awaitReady() throws IOException {
    return awaitReady(READY_LIMIT);
  }

  /** @throws IOException with the end of its log, when it ends or is not ready in time */
  public Program awaitReady(Duration limit) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!ready()) {
      if (!process().alive() || System.nanoTime() > deadline
          || Thread.currentThread().isInterrupted()) {
        throw new IOException(name + " did not get ready (" + lastAnswer + "): "
            + process().diagnosis());
      }
      process().waitFor(Duration.ofMillis(100));
    }
    return this;
  }

  /** Whether its admin port says that it can work. */
  public boolean ready() {
    var request = HttpRequest.newBuilder(URI.create(adminUrl() + "/health/ready"))
        .timeout(Duration.ofSeconds(2))
        .build();
    try {
      var answer = HTTP.send(request, BodyHandlers.ofString());
      lastAnswer = answer.statusCode() + " " + answer.body();
      return answer.statusCode() == 200;
    } catch (IOException e) {
      lastAnswer = "no answer on " + adminUrl();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What its admin port said last, or that it said nothing. */
  public String lastAnswer() {
    return lastAnswer;
  }

  /** SIGKILL. */
  public void kill() {
    process().kill();
  }

  /** SIGTERM without waiting; nothing where it does not run. */
  public void terminate() {
    if (process != null && process.alive()) {
      process.terminate();
    }
  }

  /** SIGTERM, then SIGKILL after the limit; whether it ended by itself. */
  public boolean stop(Duration limit) {
    return process == null || process.stop(limit);
  }

  @Override
  public void close() {
    stop(STOP_LIMIT);
  }

  public String name() {
    return name;
  }

  public String adminUrl() {
    return "http://127.0.0.1:" + adminPort;
  }

  public int adminPort() {
    return adminPort;
  }

  public Path log() {
    return log;
  }

  public long pid() {
    return process().pid();
  }

  /** The child, for watching it. A new one after each start. */
  public ChildProcess process() {
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return process;
  }

  /** Its jar with its settings, but other arguments: one of its further commands. */
  Command command(List<String> arguments, Path output) {
    var options = new ArrayList<>(jvmOptions);
    settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
    var words = new ArrayList<>(List.of("-jar", jar.toString()));
    words.addAll(arguments);
    return Command.java(name, options, words, output).withEnvironment(environment);
  }
}
