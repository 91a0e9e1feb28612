package io.epro.gateway.publish;

import io.epro.config.KafkaRefusal;
import io.epro.observe.Health;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One {@link KafkaProducer} for the whole process. {@code send()} would block its caller until the
 * topic's metadata is there, and its callers are event loops; so it runs with {@code max.block.ms=0},
 * and a thread of its own makes the producer and asks for the metadata until it has come. Before that
 * every report is {@link PublishResult#UNAVAILABLE}, at once.
 *
 * <p>Kafka reports some failures by the callback and throws others; it never does both for one send,
 * so {@code done} is called exactly once.
 */
public final class KafkaReportPublisher implements ReportPublisher {
  private static final Logger log = LoggerFactory.getLogger(KafkaReportPublisher.class);
  private static final Duration RETRY = Duration.ofMillis(100);
  /** Of the warm-up's retries, one in so many is logged: one each 5 seconds. */
  private static final int LOG_EVERY = 50;

  private final Map<String, Object> properties;
  private final String topic;
  private final MeterRegistry registry;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread warmUp = Thread.ofPlatform().name("publish-warm-up").daemon()
      .unstarted(this::warmUp);
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile @Nullable Producer<byte[], byte[]> producer;
  /** Kafka tells it once for each connection that fails, among many failures that say nothing. */
  private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();

  /** @param properties as {@link ProducerProperties} makes them */
  public KafkaReportPublisher(Map<String, Object> properties, String topic,
      MeterRegistry registry) {
    this.properties = properties;
    this.topic = topic;
    this.registry = registry;
  }

  /** Begins to look for the broker; returns at once. */
  public void start() {
    warmUp.start();
  }

  @Override
  // send()'s future says nothing that the callback does not.
  @SuppressWarnings("FutureReturnValueIgnored")
  public void publish(RawReport report, Consumer<PublishResult> done) {
    var warm = producer;
    if (warm == null) {
      done.accept(PublishResult.UNAVAILABLE);
      return;
    }
    try {
      warm.send(recordOf(report), (metadata, failure) -> done.accept(resultOf(failure)));
    } catch (KafkaException | IllegalStateException e) {
      done.accept(resultOf(e));
    }
  }

  @Override
  public Health health() {
    return producer != null ? Health.READY
        : Health.notReady("no broker has told of the topic " + topic + " yet"
            + (refusal.get() == null ? "" : ": " + refusal.get()));
  }

  /**
   * Sends what is still held, then stops.
   *
   * @param limit after which what is left is given up: its callbacks are called with a failure
   */
  public void close(Duration limit) {
    closed.countDown();
    try {
      if (warmUp.isAlive()) {
        warmUp.join(RETRY.multipliedBy(10));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var warm = producer;
    if (warm != null) {
      warm.close(limit);
    }
  }

  private void warmUp() {
    Producer<byte[], byte[]> candidate = null;
    for (int attempt = 0; closed.getCount() > 0; attempt++) {
      try {
        if (candidate == null) {
          candidate = create();
        }
        int partitions = candidate.partitionsFor(topic).size();
        producer = candidate;
        refusal.set(null);
        log.atInfo().addKeyValue("topic", topic).addKeyValue("partitions", partitions)
            .log("connected to the broker");
        return;
      } catch (KafkaException e) {
        tellRefusal(e);
        if (attempt % LOG_EVERY == LOG_EVERY / 5) {
          log.atWarn().addKeyValue("topic", topic).addKeyValue("reason", KafkaRefusal.explain(e))
              .log("waiting for the broker");
        }
      }
      if (closedWithin(RETRY)) {
        break;
      }
    }
    if (candidate != null) {
      candidate.close(Duration.ZERO);
    }
  }

  // Lives as long as the process; close() ends the producer, and with it what is measured of it.
  @SuppressWarnings("resource")
  private Producer<byte[], byte[]> create() {
    var created = new KafkaProducer<byte[], byte[]>(properties);
    new KafkaClientMetrics(created).bindTo(registry);
    return created;
  }

  private boolean closedWithin(Duration time) {
    try {
      return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private ProducerRecord<byte[], byte[]> recordOf(RawReport report) {
    var id = new RecordHeader(ReportHeaders.REPORT_ID, ReportId.toBytes(report.id()));
    var sha256 = new RecordHeader(ReportHeaders.CONTENT_SHA256, report.sha256());
    var receivedAt = new RecordHeader(ReportHeaders.RECEIVED_AT,
        ReportHeaders.encode(report.receivedAt()));
    var trace = report.traceparent();
    List<Header> headers = trace == null ? List.of(id, sha256, receivedAt)
        : List.of(id, sha256, receivedAt, new RecordHeader(ReportHeaders.TRACEPARENT,
            trace.getBytes(StandardCharsets.US_ASCII)));
    return new ProducerRecord<>(topic, null,
        report.patientId().getBytes(StandardCharsets.US_ASCII), report.body(), headers);
  }

  private void tellRefusal(Exception failure) {
    KafkaRefusal.of(failure).filter(said -> !said.equals(refusal.getAndSet(said)))
        .ifPresent(said -> log.atWarn().addKeyValue("topic", topic).addKeyValue("reason", said)
            .log("Kafka refuses this gateway; it goes on trying"));
  }

  private PublishResult resultOf(@Nullable Exception failure) {
    return switch (failure) {
      case null -> {
        if (failing.get() && failing.compareAndSet(true, false)) {
          refusal.set(null);
          log.atInfo().addKeyValue("topic", topic).log("the broker acknowledges again");
        }
        yield PublishResult.ACKNOWLEDGED;
      }
      case BufferExhaustedException e -> PublishResult.BUFFER_FULL;
      case RecordTooLargeException e -> {
        log.atError().addKeyValue("topic", topic)
            .log("the broker refuses a report for its size: raise the topic's max.message.bytes");
        yield PublishResult.TOO_LARGE;
      }
      default -> {
        tellRefusal(failure);
        if (failing.compareAndSet(false, true)) {
          log.atWarn().addKeyValue("topic", topic)
              .addKeyValue("failure", failure.getClass().getSimpleName())
              .log("the broker does not acknowledge");
        }
        yield PublishResult.UNAVAILABLE;
      }
    };
  }
}
