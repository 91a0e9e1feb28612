package io.epro.processor.intake;

import io.epro.config.KafkaRefusal;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.ledger.SourceLog;
import io.epro.topics.BoundedRead;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The raw topic, seen by the process' admin client, and by a plain consumer of no group where records
 * are looked for: one is made for each such question, since they are rare.
 */
public final class KafkaSourceLog implements SourceLog {
  private final Admin admin;
  private final Map<String, Object> client;
  private final String topic;

  /** @param client how to reach the brokers */
  public KafkaSourceLog(Admin admin, Map<String, Object> client, String topic) {
    this.admin = admin;
    this.client = client;
    this.topic = topic;
  }

  @Override
  public long beginning(int partition) {
    var at = new TopicPartition(topic, partition);
    try {
      return KafkaCall.get("tell where partition " + partition + " begins",
          admin.listOffsets(Map.of(at, OffsetSpec.earliest())).partitionResult(at)).offset();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the beginning of partition " + partition + " is not known",
          e);
    }
  }

  @Override
  public boolean holdsRecord(int partition, long from, long to) {
    var at = new TopicPartition(topic, partition);
    return ask(consumer -> !BoundedRead.through(consumer, Map.of(at, from), Map.of(at, to),
        KafkaCall.TIMEOUT, _ -> false));
  }

  private <T> T ask(Question<T> question) {
    var config = new java.util.HashMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) KafkaCall.TIMEOUT.toMillis());
    try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(),
        new ByteArrayDeserializer())) {
      return question.ask(consumer);
    } catch (KafkaException e) {
      throw new OutageException("the topic " + topic + " cannot be looked into ("
          + KafkaRefusal.of(e).orElse(e.getClass().getSimpleName()) + ")", e);
    }
  }

  private interface Question<T> { T ask(KafkaConsumer<byte[], byte[]> consumer); }
}
