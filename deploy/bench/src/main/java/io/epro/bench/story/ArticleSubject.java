package io.epro.bench.story;

import io.epro.bench.measure.Safepoints;
import io.epro.local.process.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The article's service at one stage. */
final class ArticleSubject implements Subject {
  /** As much as each of the pipeline's programs may have: with less the first version does not live to its kill. */
  private static final String HEAP = "-Xmx512m";

  private final Stage stage;
  private final String jdbcUrl;
  private final Path directory;
  private final int port = Ports.orFree(0);
  private final int adminPort = Ports.orFree(0);
  private @Nullable ArticleProcess process;

  ArticleSubject(Stage stage, String jdbcUrl, Path directory) {
    this.stage = stage;
    this.jdbcUrl = jdbcUrl;
    this.directory = directory;
  }

  @Override
  public String title() {
    return stage.title();
  }

  @Override
  public void start() throws IOException {
    process = ArticleProcess.start(stage, port, adminPort, jdbcUrl,
        List.of(HEAP, Safepoints.option(directory)), directory);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public List<Jvm> jvms() {
    return List.of(new Jvm(running().process().pid(), running().admin()));
  }

  @Override
  public String table() {
    return "article.report";
  }

  @Override
  public void kill() {
    running().process().kill();
  }

  @Override
  public void startAgain() throws IOException {
    start();
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }

  private ArticleProcess running() {
    return Objects.requireNonNull(process, "not started");
  }
}
