package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * Watches every buffer of Netty that is made from now on. A buffer that was lost before it was released
 * is found when the garbage collector takes it, which Netty looks for whenever another is made.
 */
final class LeakWatch implements AutoCloseable {
  private final Queue<String> reports = new ConcurrentLinkedQueue<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  private final AppenderBase<ILoggingEvent> keeper = new AppenderBase<>() {
    @Override
    protected void append(ILoggingEvent event) {
      reports.add(event.getFormattedMessage());
    }
  };
  private final Level before = ResourceLeakDetector.getLevel();

  /** To be called when Vert.x has started, since that switches Netty's detector off. */
  LeakWatch() {
    keeper.setContext(logger.getLoggerContext());
    keeper.start();
    logger.addAppender(keeper);
    ResourceLeakDetector.setLevel(Level.PARANOID);
  }

  /** Loses a buffer on purpose, and waits until that one is found: then all others were, too. */
  void assertNothingElseLeaked() {
    // A report that is word for word an earlier one would not be made.
    var name = "lost on purpose: " + System.nanoTime();
    loseOne(name);
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100)).until(() -> {
      System.gc();
      PooledByteBufAllocator.DEFAULT.directBuffer(8).release();
      return reports.stream().anyMatch(report -> report.contains(name));
    });
    assertThat(reports).allMatch(report -> report.contains(name));
  }

  @SuppressWarnings("CheckReturnValue") // that is the leak
  private static void loseOne(String name) {
    PooledByteBufAllocator.DEFAULT.directBuffer(8).touch(name);
  }

  @Override
  public void close() {
    ResourceLeakDetector.setLevel(before);
    logger.detachAppender(keeper);
  }
}
