package io.epro.topics;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads partitions up to offsets that are known before. The caller's consumer belongs to no group. */
public final class BoundedRead {
  private static final Duration POLL = Duration.ofMillis(500);

  private BoundedRead() {}

  /**
   * Reads records of all these partitions, each in the order of its offsets.
   *
   * @param from by partition, where to begin
   * @param to of the same partitions, before which to end
   * @param patience with brokers that give nothing
   * @param goOn is given each record; false ends the reading
   * @return whether all was read
   * @throws org.apache.kafka.common.KafkaException when the brokers do not answer or refuse
   */
  public static boolean through(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> to, Duration patience,
      Predicate<ConsumerRecord<byte[], byte[]>> goOn) {
    consumer.assign(from.keySet());
    from.forEach(consumer::seek);
    long deadline = System.nanoTime() + patience.toNanos();
    while (to.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      var records = consumer.poll(POLL);
      if (!records.isEmpty()) {
        deadline = System.nanoTime() + patience.toNanos();
      } else if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("the brokers gave no record for " + patience);
      }
      for (var record : records) {
        var at = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < to.getOrDefault(at, 0L) && !goOn.test(record)) {
          return false;
        }
      }
    }
    return true;
  }
}
