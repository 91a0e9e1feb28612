package io.epro.bench.story;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The service as a program of its own, which can be profiled, and killed. */
final class ArticleProcess implements AutoCloseable {
  /** As small as a container would be, so that what it wastes is seen. */
  static final List<String> JVM = List.of("-Xms128m", "-Xmx128m", "-XX:+UseG1GC",
      "-XX:+ExitOnOutOfMemoryError", "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED",
      "-Dlogback.configurationFile=io/epro/terminal/quiet-logback.xml");
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final ChildProcess process;
  private final int port;
  private final int adminPort;

  private ArticleProcess(ChildProcess process, int port, int adminPort) {
    this.process = process;
    this.port = port;
    this.adminPort = adminPort;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param jvm options after {@link #JVM}
   * @throws IOException with the end of its log, when it does not get ready
   */
  static ArticleProcess start(Stage stage, int port, int adminPort, String jdbcUrl,
      List<String> jvm, Path directory) throws IOException {
    var options = Stream.of(JVM, jvm, List.of("-cp", System.getProperty("java.class.path")))
        .flatMap(List::stream).toList();
    var process = ChildProcess.start(Command.java("article", options,
        List.of(ArticleService.class.getName(), stage.name(), Integer.toString(port),
            Integer.toString(adminPort), jdbcUrl),
        directory.resolve("article.log")));
    return new ArticleProcess(process, port, adminPort).awaitReady();
  }

  private ArticleProcess awaitReady() throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!ready()) {
      if (process.waitFor(Duration.ofMillis(50)) || System.nanoTime() > deadline) {
        var diagnosis = process.diagnosis();
        process.kill();
        throw new IOException(diagnosis);
      }
    }
    return this;
  }

  private boolean ready() throws IOException {
    var request = HttpRequest.newBuilder(URI.create(admin() + "/health/ready"))
        .timeout(Duration.ofSeconds(2)).build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  int port() {
    return port;
  }

  String admin() {
    return "http://127.0.0.1:" + adminPort;
  }

  ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.stop(STOP_LIMIT);
  }
}
