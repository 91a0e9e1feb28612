package io.epro.gateway;

import io.epro.gateway.admit.Admission;
import io.epro.gateway.admit.RateLimit;
import io.epro.gateway.publish.KafkaReportPublisher;
import io.epro.gateway.publish.ProducerProperties;
import io.epro.gateway.receive.Limits;
import io.epro.gateway.receive.ReportServer;
import io.epro.gateway.receive.Sizes;
import io.epro.gateway.receive.Stages;
import io.epro.gateway.receive.Time;
import io.epro.observe.AdminServer;
import io.epro.observe.AdminToken;
import io.epro.observe.Health;
import io.epro.observe.Metrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's parts, put together: receive → admit → publish, and the admin port beside them.
 * Construction does no I/O.
 */
public final class Gateway {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);
  private static final Duration LEAST_CLOSE = Duration.ofMillis(500);
  private static final long DRAIN_POLL_NANOS = Duration.ofMillis(10).toNanos();

  private final GatewaySettings settings;
  private final Admission admission;
  private final AccessControl senders;
  private final KafkaReportPublisher publisher;
  private final ReportServer server;
  private final AdminServer admin;

  /** @param settings without problems, as {@link GatewayProblems} finds them */
  public Gateway(GatewaySettings settings) {
    this.settings = settings;
    var registry = Metrics.create();
    admission = new Admission(new Admission.Bounds(settings.maxConnections(),
        settings.maxInflightRequests(), settings.maxInflightBytes().bytes()), Time.SYSTEM.nano(),
        () -> ThreadLocalRandom.current().nextLong());
    admission.bindTo(registry);
    senders = AccessControl.of(settings.auth(), Time.SYSTEM.wall(), registry);
    publisher = new KafkaReportPublisher(ProducerProperties.of(settings.kafka(),
        settings.maxBody().intBytes(), settings.maxInflightBytes().bytes()), settings.topic(),
        registry);
    var rateLimit = new RateLimit(new RateLimit.Rule(settings.rateLimit().perMinute(),
        settings.rateLimit().burst(), settings.rateLimit().maxPatients()), Time.SYSTEM.nano());
    rateLimit.bindTo(registry);
    server = server(settings, new Stages(admission, senders.access(), rateLimit, publisher),
        registry);
    admin = new AdminServer(
        new InetSocketAddress(settings.admin().host(), settings.admin().port()),
        AdminToken.of(settings.admin().token()), () -> Health.READY, this::ready, registry);
  }

  /** @throws IOException in plain words, when a port cannot be bound or a key not be read */
  public void start() throws IOException, InterruptedException {
    senders.start();
    publisher.start();
    admin.start();
    server.start();
    log.atInfo().addKeyValue("host", settings.host()).addKeyValue("port", server.port())
        .addKeyValue("adminHost", settings.admin().host()).addKeyValue("adminPort", admin.port())
        .addKeyValue("brokers", settings.kafka().bootstrapServers())
        .addKeyValue("topic", settings.topic()).addKeyValue("auth", settings.auth().mode())
        .addKeyValue("tls", settings.tls().key().isPresent())
        .log("the gateway listens");
  }

  /** The public port, once started. */
  public int port() {
    return server.port();
  }

  public int adminPort() {
    return admin.port();
  }

  /**
   * Lets nothing more in, waits for what is in, and closes; all within {@code drain-timeout}, of
   * which the last half second at least is the producer's. Call it once.
   */
  public void close() throws InterruptedException {
    long end = System.nanoTime() + settings.drainTimeout().toNanos();
    admission.drain();
    log.atInfo().addKeyValue("inflightRequests", admission.inflightRequests())
        .log("the gateway stops: nothing more is let in");
    while (admission.inflightRequests() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(DRAIN_POLL_NANOS);
    }
    int abandoned = admission.inflightRequests();
    publisher.close(untilOrLeast(end));
    server.close(untilOrLeast(end));
    senders.close();
    admin.close();
    log.atInfo().addKeyValue("unansweredRequests", abandoned)
        .addKeyValue("unacknowledgedBytes", admission.inflightBytes())
        .log("the gateway has stopped");
  }

  private Health ready() {
    return admission.draining() ? Health.notReady("stopping")
        : senders.health().and(publisher.health());
  }

  private static Duration untilOrLeast(long end) {
    var left = Duration.ofNanos(end - System.nanoTime());
    return left.compareTo(LEAST_CLOSE) < 0 ? LEAST_CLOSE : left;
  }

  private static ReportServer server(GatewaySettings settings, Stages stages,
      PrometheusMeterRegistry registry) {
    int threads = settings.threads() == 0
        ? Runtime.getRuntime().availableProcessors() : settings.threads();
    return new ReportServer(
        new ReportServer.Listen(settings.host(), settings.port(), threads,
            TransportSettings.of(settings)),
        stages,
        new Limits(new Sizes(settings.maxBody().intBytes(), settings.batch().maxBody().intBytes(),
            settings.batch().maxLines()), settings.requestTimeout(),
            settings.auth().waitLimit(), settings.ackTimeout(), settings.idleTimeout()),
        Time.SYSTEM, registry);
  }
}
