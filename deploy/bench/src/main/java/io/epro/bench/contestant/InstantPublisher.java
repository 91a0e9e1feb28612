package io.epro.bench.contestant;

import io.epro.gateway.publish.PublishResult;
import io.epro.gateway.publish.RawReport;
import io.epro.gateway.publish.ReportPublisher;
import io.epro.observe.Health;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Acknowledges everything and keeps nothing. It does so on a thread of its own, as Kafka's producer
 * does, so that the way back to the event loop costs the same.
 */
final class InstantPublisher implements ReportPublisher {
  private final LinkedBlockingQueue<Consumer<PublishResult>> waiting;

  /** @param most requests that the gateway lets in at once */
  InstantPublisher(int most) {
    waiting = new LinkedBlockingQueue<>(most);
  }

  void start() {
    Thread.ofPlatform().name("instant").daemon().start(this::acknowledge);
  }

  @Override
  public void publish(RawReport report, Consumer<PublishResult> done) {
    waiting.add(done);
  }

  @Override
  public Health health() {
    return Health.READY;
  }

  private void acknowledge() {
    var all = new ArrayList<Consumer<PublishResult>>();
    try {
      while (true) {
        all.add(waiting.take());
        waiting.drainTo(all);
        all.forEach(done -> done.accept(PublishResult.ACKNOWLEDGED));
        all.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
