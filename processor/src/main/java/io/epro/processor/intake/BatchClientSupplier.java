package io.epro.processor.intake;

import io.epro.processor.sink.RejectTopic;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's own clients, but for the producer, whose flush writes the thread's batch, and the dictionary's
 * consumer, which gives a time to records that have none.
 */
public final class BatchClientSupplier implements KafkaClientSupplier {
  private final ThreadBatches batches;
  private final Function<Producer<byte[], byte[]>, RejectTopic> rejectTopics;

  public BatchClientSupplier(ThreadBatches batches,
      Function<Producer<byte[], byte[]>, RejectTopic> rejectTopics) {
    this.batches = batches;
    this.rejectTopics = rejectTopics;
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new BatchFlushingProducer(config, (clientId, producer) -> batches.create(clientId,
        rejectTopics.apply(producer)));
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return new DictionaryConsumer(config);
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
