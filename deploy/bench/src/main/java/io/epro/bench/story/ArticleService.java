package io.epro.bench.story;

import io.epro.observe.AdminServer;
import io.epro.observe.Health;
import io.epro.observe.Metrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The service at one stage, with the admin port that our programs have. */
final class ArticleService implements AutoCloseable {
  private static final Duration DRUG_CALL = Duration.ofMillis(5);

  private final AtomicBoolean open = new AtomicBoolean();
  private final ArticleTable table;
  private final Door door;
  private final ReportListener listener;
  private final AdminServer admin;

  /** Not started yet. */
  ArticleService(Stage stage, int port, int adminPort, String jdbcUrl) {
    PrometheusMeterRegistry metrics = Metrics.create();
    table = new ArticleTable(jdbcUrl, metrics);
    var drugs = stage.cache(new DrugService(DRUG_CALL));
    var outcomes = new Outcomes(metrics);
    door = stage.door(() -> new Processing(stage.making(), drugs, table, outcomes));
    Gauge.builder("article_waiting", door, Door::waiting).register(metrics);
    listener = new ReportListener(port, door);
    admin = new AdminServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort),
        Optional.empty(), () -> Health.READY,
        () -> open.get() ? Health.READY : Health.notReady("it starts"), metrics);
  }

  /** Arguments: stage, port, admin port, JDBC URL. */
  public static void main(String[] arguments) throws Exception {
    try (var service = new ArticleService(Stage.valueOf(arguments[0]),
        Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), arguments[3])) {
      service.start();
      Thread.currentThread().join();
    }
  }

  void start() throws IOException {
    admin.start();
    listener.start();
    open.set(true);
  }

  @Override
  public void close() {
    listener.close();
    door.close();
    table.close();
    admin.close();
  }
}
