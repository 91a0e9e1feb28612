package io.epro.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Straight into the raw topic, by one idempotent producer on one thread, as anyone may: reports with
 * a client's key carry the header with their id, the others carry nothing.
 */
public final class TopicLoad implements Load {
  private final ReportMix mix;
  private final String topic;
  private final Pace pace;
  private final Sent sent = new Sent();
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread thread = Thread.ofPlatform().name("topic-load").daemon()
      .unstarted(this::send);
  private volatile long published;

  public TopicLoad(ReportMix mix, double perSecond, String bootstrapServers,
      String topic) {
    this.mix = mix;
    this.topic = topic;
    this.pace = new Pace(perSecond);
    this.producer = new KafkaProducer<>(Map.of(
        "bootstrap.servers", bootstrapServers,
        "acks", "all",
        "enable.idempotence", true,
        "linger.ms", 5,
        "max.block.ms", 120_000,
        "request.timeout.ms", 5_000,
        "delivery.timeout.ms", 180_000), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public TopicLoad start() {
    thread.start();
    return this;
  }

  @Override
  public void finish(long atLeast, Duration limit) throws InterruptedException {
    pace.endAt(atLeast);
    if (!thread.join(limit)) {
      throw new AssertionError("the load does not end");
    }
    producer.close(limit);
    var cause = failure.get();
    if (cause != null || sent.acknowledgedCount() != published) {
      throw new AssertionError("of " + published + " published reports "
          + sent.acknowledgedCount() + " were acknowledged", cause);
    }
  }

  @Override
  public Sent sent() {
    return sent;
  }

  @Override
  public void close() {
    pace.endAt(0);
    producer.close(Duration.ZERO);
  }

  private void send() {
    try {
      while (failure.get() == null && pace.turn()) {
        send(mix.next());
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  // The callback says all that the future does.
  @SuppressWarnings({"FutureReturnValueIgnored", "NonAtomicVolatileUpdate"})
  private void send(Sample sample) {
    var record = new ProducerRecord<>(topic, sample.patientId().getBytes(UTF_8),
        sample.body());
    if (sample.key().isPresent()) {
      record.headers().add(ReportHeaders.REPORT_ID, ReportId.toBytes(sample.reportId()));
    }
    sent.attempted(sample);
    sent.inOrder(sample);
    published++; // written by this thread alone
    producer.send(record, (metadata, e) -> {
      if (e == null) {
        sent.acknowledged();
      } else {
        failure.compareAndSet(null, e);
      }
    });
  }
}
