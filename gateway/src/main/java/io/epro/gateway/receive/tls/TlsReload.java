package io.epro.gateway.receive.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the TLS files now and then, on a thread of its own, and hands on what is new in them once
 * it is known to work. What does not work is told once for each change, and the old goes on. Contents
 * are compared, not times: a mounted secret may change by a link.
 */
public final class TlsReload implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TlsReload.class);

  private final TlsFiles files;
  private final Use use;
  private final Counter taken;
  private final Counter refused;
  private final ScheduledExecutorService thread = Executors
      .newSingleThreadScheduledExecutor(task -> Thread.ofPlatform().name("tls-reload").daemon()
          .unstarted(task));
  private volatile TlsIdentity current;
  private @Nullable String told;

  /** Puts a new identity to use for the connections to come. */
  @FunctionalInterface
  public interface Use {
    /** @throws IOException when it cannot be used; the old one then still is */
    void accept(TlsIdentity identity) throws IOException, InterruptedException;
  }

  /** @param current which is in use already */
  public TlsReload(TlsFiles files, TlsIdentity current, Use use, MeterRegistry registry) {
    this.files = files;
    this.current = current;
    this.use = use;
    taken = counter(registry, "taken");
    refused = counter(registry, "refused");
    Gauge.builder("epro.gateway.tls.certificate.not.after", this,
        self -> self.current.notAfter().getEpochSecond())
        .description("when the certificate in use ends").baseUnit("seconds").register(registry);
  }

  /** Begins to look. */
  // Failures are caught inside, and close() ends it.
  @SuppressWarnings("FutureReturnValueIgnored")
  public void start() {
    long millis = files.reload().toMillis();
    thread.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Ends at once: nothing that is being looked at matters any more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void check() {
    try {
      var found = TlsIdentity.read(files);
      if (!found.isSameAs(current)) {
        use.accept(found);
        current = found;
        taken.increment();
        log.atInfo().addKeyValue("notAfter", found.notAfter())
            .log("new connections use the new TLS certificate");
      }
      told = null;
    } catch (IOException | RuntimeException e) {
      tellOnce(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellOnce(String reason) {
    if (!reason.equals(told)) {
      told = reason;
      refused.increment();
      log.atError().addKeyValue("reason", reason).addKeyValue("notAfter", current.notAfter())
          .log("the changed TLS files cannot be used; the old certificate stays in use");
    }
  }

  private static Counter counter(MeterRegistry registry, String result) {
    return Counter.builder("epro.gateway.tls.reloads")
        .description("changed TLS files, by whether they could be used").tag("result", result)
        .register(registry);
  }
}
