package io.epro.bench.contestant;

import io.epro.config.Settings;
import io.epro.gateway.AccessControl;
import io.epro.gateway.GatewaySettings;
import io.epro.gateway.TransportSettings;
import io.epro.gateway.admit.Admission;
import io.epro.gateway.admit.RateLimit;
import io.epro.gateway.receive.Limits;
import io.epro.gateway.receive.ReportServer;
import io.epro.gateway.receive.Sizes;
import io.epro.gateway.receive.Stages;
import io.epro.gateway.receive.Time;
import io.epro.observe.Metrics;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;

/** The gateway's server with its own settings, without Kafka. Put together as the gateway itself is. */
public final class InstantGateway {
  private InstantGateway() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var settings = Settings.load(GatewaySettings.class, Optional.empty());
    var registry = Metrics.create();
    var admission = new Admission(new Admission.Bounds(settings.maxConnections(),
        settings.maxInflightRequests(), settings.maxInflightBytes().bytes()), Time.SYSTEM.nano(),
        () -> ThreadLocalRandom.current().nextLong());
    admission.bindTo(registry);
    var senders = AccessControl.of(settings.auth(), Time.SYSTEM.wall(), registry);
    var rateLimit = new RateLimit(new RateLimit.Rule(settings.rateLimit().perMinute(),
        settings.rateLimit().burst(), settings.rateLimit().maxPatients()), Time.SYSTEM.nano());
    var publisher = new InstantPublisher(settings.maxInflightRequests());
    int threads = settings.threads() == 0 ? Runtime.getRuntime().availableProcessors()
        : settings.threads();
    var server = new ReportServer(
        new ReportServer.Listen(settings.host(), settings.port(), threads,
            TransportSettings.of(settings)),
        new Stages(admission, senders.access(), rateLimit, publisher),
        new Limits(new Sizes(settings.maxBody().intBytes(), settings.batch().maxBody().intBytes(),
            settings.batch().maxLines()), settings.requestTimeout(),
            settings.auth().waitLimit(), settings.ackTimeout(), settings.idleTimeout()),
        Time.SYSTEM, registry);
    senders.start();
    publisher.start();
    server.start();
    new CountDownLatch(1).await();
  }
}
