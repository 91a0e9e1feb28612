package io.epro.gateway.admit.token;

import io.epro.observe.Health;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an identity provider, fetched by one thread of its own. While the provider is away the
 * last keys stay good, for as long as it takes; an answer without a usable key counts as away too.
 *
 * <p>Everybody who asks for newer keys gets the result of one fetch: the one that runs, or the next.
 * Fields are guarded by this object's monitor, except the volatile ones, which only the thread writes.
 */
final class JwksKeys implements Keys {
  private static final Logger log = LoggerFactory.getLogger(JwksKeys.class);

  private final JwksSource source;
  private final RefreshSchedule schedule;
  private final String host;
  private final TokenMetrics metrics;
  private final Runnable retired;
  private final Thread thread = Thread.ofPlatform().name("jwks").daemon().unstarted(this::run);
  private @Nullable CompletableFuture<KeySet> asked;
  private boolean closed;
  private volatile KeySet keys = KeySet.EMPTY;
  private volatile Health health = Health
      .notReady("the identity provider's keys are being fetched");
  private volatile long fetchedAt;
  private boolean failing;

  /**
   * Keys of nobody yet.
   *
   * @param host for the log
   * @param retired called when a key is not good any more
   */
  JwksKeys(JwksSource source, RefreshSchedule schedule, String host, TokenMetrics metrics,
      Runnable retired) {
    this.source = source;
    this.schedule = schedule;
    this.host = host;
    this.metrics = metrics;
    this.retired = retired;
    metrics.gauge("keys.age.seconds", "since the key set was last fetched",
        () -> keys == KeySet.EMPTY ? Double.NaN : (System.nanoTime() - fetchedAt) / 1e9);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public KeySet current() {
    return keys;
  }

  @Override
  public synchronized CompletionStage<KeySet> newer() {
    if (closed) {
      return CompletableFuture.completedStage(keys);
    }
    if (asked == null) {
      asked = new CompletableFuture<>();
      notifyAll();
    }
    return asked;
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.interrupt();
  }

  private void run() {
    try (source) {
      while (awaitDue()) {
        boolean fetched = fetch();
        answer(fetched);
      }
    } catch (InterruptedException e) {
      log.atDebug().log("the key set is fetched no longer");
    } finally {
      answer(false); // to those who still wait
    }
  }

  /** False when closed. */
  private synchronized boolean awaitDue() throws InterruptedException {
    while (!closed) {
      long wait = schedule.untilDue(System.nanoTime(), asked != null);
      if (wait <= 0) {
        schedule.began(System.nanoTime());
        return true;
      }
      TimeUnit.NANOSECONDS.timedWait(this, wait);
    }
    return false;
  }

  private boolean fetch() throws InterruptedException {
    try {
      replace(JwksDocument.read(source.fetch(), keys));
      return true;
    } catch (IOException e) {
      failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.atError().addKeyValue("failure", e.getClass().getName()).log("a key set met a bug");
      failed("a bug: " + e.getClass().getSimpleName());
    }
    return false;
  }

  private void replace(KeySet fetched) {
    var before = keys;
    keys = fetched;
    fetchedAt = System.nanoTime();
    health = Health.READY;
    metrics.fetched();
    var gone = before.keys().stream().filter(key -> !fetched.keys().contains(key)).toList();
    gone.forEach(TokenKey::retire);
    boolean same = gone.isEmpty() && before.keys().size() == fetched.keys().size();
    if (!gone.isEmpty()) {
      retired.run();
    }
    if (!same || failing) {
      log.atInfo().addKeyValue("provider", host).addKeyValue("keys", fetched.keys().size())
          .addKeyValue("retired", gone.size()).log("the identity provider's keys are known");
    }
    failing = false;
  }

  private void failed(String why) {
    metrics.fetchFailed();
    if (keys == KeySet.EMPTY) {
      health = Health.notReady("no keys of the identity provider yet: " + why);
    }
    if (!failing) {
      log.atWarn().addKeyValue("provider", host).addKeyValue("why", why)
          .addKeyValue("keys", keys.keys().size())
          .log("the identity provider's keys cannot be fetched; those that are known stay good");
    }
    failing = true;
  }

  /** Outside the monitor: what follows may take a moment. */
  private void answer(boolean fetched) {
    CompletableFuture<KeySet> waiting;
    synchronized (this) {
      if (fetched) {
        schedule.succeeded();
      } else {
        schedule.failed();
      }
      waiting = asked;
      asked = null;
    }
    if (waiting != null) {
      waiting.complete(keys);
    }
  }
}
