package io.epro.processor.drugs;

import io.epro.config.KafkaSettings;
import io.epro.drug.Drug;
import io.epro.processor.ledger.OutageException;
import io.epro.topics.BoundedRead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dictionary's topic, read from its beginning to its end of now. */
public final class KafkaDictionary implements DrugDictionary {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final KafkaSettings kafka;
  private final String topic;

  public KafkaDictionary(KafkaSettings kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  @Override
  public PackedMap read(LongConsumer progress) {
    try (var consumer = new KafkaConsumer<>(kafka.client(Map.of(
        ConsumerConfig.CLIENT_ID_CONFIG, "epro-drugs",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000,
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis())),
        new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return read(consumer, progress);
    } catch (KafkaException e) {
      throw new OutageException("topic " + topic + " cannot be read: "
          + KafkaReason.of(e), e);
    }
  }

  private PackedMap read(KafkaConsumer<byte[], byte[]> consumer, LongConsumer progress) {
    var partitions = consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
    if (partitions.isEmpty()) {
      throw new OutageException("there is no topic " + topic);
    }
    var drugs = new PackedMap();
    var records = new long[1];
    BoundedRead.through(consumer, consumer.beginningOffsets(partitions),
        consumer.endOffsets(partitions), PATIENCE, record -> {
          take(record, drugs);
          if (++records[0] % PROGRESS_RECORDS == 0) {
            progress.accept(records[0]);
          }
          return true;
        });
    return drugs;
  }

  private static void take(ConsumerRecord<byte[], byte[]> record, PackedMap drugs) {
    if (record.key() == null) {
      return;
    }
    var id = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      drugs.remove(id);
      return;
    }
    try {
      var drug = Drug.fromJson(record.value());
      if (drug.drugId().equals(id)) {
        drugs.put(id, drug.toJson());
      }
    } catch (IllegalArgumentException e) {
      // As for the processor: what was known of it stays.
    }
  }
}
