package io.epro.processor.intake;

import io.epro.processor.sink.ThreadBatch;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The hook that makes a commit safe. In Kafka Streams 4.3 every path that commits offsets goes through
 * StreamTask.prepareCommit, which calls {@code producer.flush()} on the stream thread first, under
 * both group protocols; so here, before Kafka hears of any offset, the thread's batch is written.
 */
final class BatchFlushingProducer extends KafkaProducer<byte[], byte[]> {
  private final ThreadBatch batch;

  /** @param batches makes the thread's batch from the producer's client id and itself */
  BatchFlushingProducer(Map<String, Object> config,
      BiFunction<String, Producer<byte[], byte[]>, ThreadBatch> batches) {
    super(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.batch = batches.apply(String.valueOf(config.get("client.id")), this);
  }

  /**
   * Not the producer's own flush: what a batch publishes is all this producer ever sends, and a batch
   * that was written has awaited each. What an earlier, failed batch left in the producer must not be
   * waited for without a limit.
   */
  @Override
  public void flush() {
    SinkNode.migrateIfGivenUp(batch::flush);
  }
}
