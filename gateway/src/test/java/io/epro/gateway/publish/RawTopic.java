package io.epro.gateway.publish;

import static java.util.Objects.requireNonNull;

import io.epro.topics.ReportHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to its end. */
public final class RawTopic {
  private RawTopic() {}

  public static List<RawReport> reports(String brokers, String topic) {
    return records(brokers, topic).stream().map(RawTopic::report).toList();
  }

  /** Every record, each partition in its order. */
  public static List<ConsumerRecord<byte[], byte[]>> records(String brokers, String topic) {
    try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", brokers),
        new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = consumer.partitionsFor(topic).stream()
          .map(info -> new TopicPartition(topic, info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (records.size() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  private static RawReport report(ConsumerRecord<byte[], byte[]> record) {
    var headers = record.headers();
    var trace = headers.lastHeader(ReportHeaders.TRACEPARENT);
    return new RawReport(new String(record.key(), StandardCharsets.UTF_8), record.value(),
        ReportHeaders.reportId(headers).orElseThrow(),
        requireNonNull(headers.lastHeader(ReportHeaders.CONTENT_SHA256)).value(),
        ReportHeaders.receivedAt(headers).orElseThrow(),
        trace == null ? null : new String(trace.value(), StandardCharsets.US_ASCII));
  }
}
