package io.epro.gateway.publish;

import io.epro.observe.Health;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A broker that fits into a list. Answers at once on the caller's thread, or, while it is held, not
 * before {@link #settleHeld}. Thread-safe.
 */
public final class FakePublisher implements ReportPublisher {
  private final int maxBody;
  private final List<RawReport> arrived = new ArrayList<>();
  private final Queue<Held> held = new ArrayDeque<>();
  private boolean ready;
  private boolean holding;
  private boolean broken;
  private @Nullable PublishResult failure;

  private record Held(RawReport report, Consumer<PublishResult> done) {}

  public FakePublisher(int maxBody) {
    this.maxBody = maxBody;
  }

  public synchronized void start() {
    ready = true;
  }

  /** From now on every report ends so, and does not arrive. */
  public synchronized void failWith(PublishResult result) {
    failure = result;
  }

  /** From now on it throws, which no publisher should. */
  public synchronized void breakDown() {
    broken = true;
  }

  /** From now on nothing is answered. */
  public synchronized void hold() {
    holding = true;
  }

  /** Answers what was held; what comes later is answered at once again. */
  public void settleHeld(PublishResult result) {
    for (var next = release(); next != null; next = release()) {
      if (result == PublishResult.ACKNOWLEDGED) {
        arrive(next.report());
      }
      next.done().accept(result);
    }
  }

  public synchronized int heldReports() {
    return held.size();
  }

  /** What was acknowledged, in order. */
  public synchronized List<RawReport> arrived() {
    return List.copyOf(arrived);
  }

  @Override
  public void publish(RawReport report, Consumer<PublishResult> done) {
    var result = resultOf(report, done);
    if (result != null) {
      done.accept(result);
    }
  }

  @Override
  public synchronized Health health() {
    return ready ? Health.READY : Health.notReady("not started");
  }

  private synchronized @Nullable PublishResult resultOf(RawReport report,
      Consumer<PublishResult> done) {
    if (broken) {
      throw new IllegalStateException("about " + new String(report.body(), StandardCharsets.UTF_8));
    }
    if (!ready) {
      return PublishResult.UNAVAILABLE;
    }
    if (failure != null) {
      return failure;
    }
    if (report.body().length > maxBody) {
      return PublishResult.TOO_LARGE;
    }
    if (holding) {
      held.add(new Held(report, done));
      return null;
    }
    arrive(report);
    return PublishResult.ACKNOWLEDGED;
  }

  private synchronized void arrive(RawReport report) {
    arrived.add(report);
  }

  private synchronized @Nullable Held release() {
    holding = false;
    return held.poll();
  }
}
