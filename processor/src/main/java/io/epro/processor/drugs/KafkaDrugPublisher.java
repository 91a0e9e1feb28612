package io.epro.processor.drugs;

import io.epro.config.KafkaSettings;
import io.epro.drug.Drug;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes drugs to their topic, idempotent and with acks=all. A send waits up to 15 s for the broker
 * or for room in the buffer, a record up to 30 s for its acknowledgement, so {@link #flush} does too.
 */
final class KafkaDrugPublisher implements DrugPublisher {
  private static final Map<String, Object> DEFAULTS = Map.of(
      ProducerConfig.CLIENT_ID_CONFIG, "epro-drugs-load",
      ProducerConfig.ACKS_CONFIG, "all",
      ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
      ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000,
      ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
      ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000,
      ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * 1024 * 1024,
      ProducerConfig.LINGER_MS_CONFIG, 5);

  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private int sent;

  /** Opens no connection before the first drug. */
  KafkaDrugPublisher(KafkaSettings kafka, String topic) {
    this.topic = topic;
    this.producer = new KafkaProducer<>(kafka.client(DEFAULTS), new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  @Override
  public void publish(Drug drug) {
    send(drug.drugId(), drug.toJson());
  }

  @Override
  public void remove(String drugId) {
    send(drugId, null);
  }

  private void send(String drugId, byte @Nullable [] value) {
    check();
    sent++;
    var entry = new ProducerRecord<byte[], byte[]>(topic, drugId.getBytes(StandardCharsets.UTF_8),
        value);
    try {
      // The callback sees what the future would; flush() waits for all of them.
      var _ = producer.send(entry, (metadata, exception) -> {
        if (exception != null) {
          failure.compareAndSet(null, exception);
        }
      });
    } catch (KafkaException e) {
      failure.compareAndSet(null, e);
    }
    check();
  }

  @Override
  public void flush() {
    producer.flush();
    check();
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }

  @Override
  public int sent() {
    return sent;
  }

  private void check() {
    var e = failure.get();
    if (e != null) {
      throw new PublishFailedException("topic " + topic + " did not take a drug: "
          + KafkaReason.of(e), e);
    }
  }
}
