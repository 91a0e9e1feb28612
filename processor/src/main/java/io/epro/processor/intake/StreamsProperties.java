package io.epro.processor.intake;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.assignment.assignors.StickyTaskAssignor;

/** How Kafka Streams is set up, and which of its settings are not open to change. */
final class StreamsProperties {
  /** Internal flag that moves processing, and with it flush, off the stream thread. */
  private static final String PROCESSING_THREADS = "__processing.threads.enabled__";
  private static final long MAX_POLL_MILLIS = 100;
  /** Few, since each may be as large as a report may be; more brought no throughput. */
  private static final int POLL_RECORDS = 500;
  private static final int BUFFERED_RECORDS = 500;
  private static final int FETCH_MIN_BYTES = 64 * 1024;
  private static final int FETCH_MAX_WAIT_MILLIS = 50;
  private static final int MAIN_CONSUMER_API_MILLIS = 10_000;
  /**
   * Waits for brokers as long as it takes: an outage never ends the process. Streams adds the time of now to
   * it, which Kafka's own maximum would not bear.
   */
  private static final Duration OUTLASTS_ALL = Duration.ofDays(100_000);
  private static final int REQUEST_TIMEOUT_MILLIS = 30_000;
  private static final int HEARTBEATS_A_SESSION = 10;
  private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

  private StreamsProperties() {}

  /** @throws IllegalArgumentException when a given property would break a guarantee */
  static Properties of(ProcessorSettings settings) {
    var defaults = Map.<String, Object>ofEntries(
        Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
            POLL_RECORDS),
        Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
            FETCH_MIN_BYTES),
        Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
            FETCH_MAX_WAIT_MILLIS),
        // A thread that rejoins asks for its offsets, and Kafka's client 4.3 may lose the answer ("duplicated,
        // inflight, request"). So long the thread stands still, and with it who waits for it to leave;
        // Streams asks again.
        Map.entry(
            StreamsConfig.mainConsumerPrefix(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG),
            MAIN_CONSUMER_API_MILLIS),
        Map.entry(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
            MAX_REQUEST_BYTES),
        // The thread waits for its rejects; Streams' own default would let them wait 100 ms for company.
        Map.entry(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0),
        Map.entry(StreamsConfig.producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG),
            settings.sink().blockLimit().toMillis()),
        Map.entry(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS),
        Map.entry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L),
        // The dictionary's processor throws on no data; if it has a bug, the start fails loudly.
        Map.entry("processing.exception.handler.global.enabled", true),
        Map.entry(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, OUTLASTS_ALL.toMillis()));
    var ours = new HashMap<>(defaults);
    if (settings.groupProtocol() == GroupProtocol.CLASSIC) {
      ours.putAll(classic(settings.sessionTimeout()));
    }
    var all = settings.kafka().client(ours);
    refuse(all);
    all.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.group());
    all.put(StreamsConfig.GROUP_PROTOCOL_CONFIG,
        settings.groupProtocol().name().toLowerCase(java.util.Locale.ROOT));
    all.put(StreamsConfig.clientTagPrefix(BrokerGroup.DICTIONARY_TAG),
        BrokerGroup.dictionaryTag(settings));
    all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
    // Timers run between polls, so a poll must not outlast them.
    all.put(StreamsConfig.POLL_MS_CONFIG,
        Math.min(MAX_POLL_MILLIS, SinkNode.look(settings.flushInterval()).toMillis()));
    all.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
    all.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    // Each reject's fate is awaited and looked at; what was given up must not fill the buffer.
    all.put(StreamsConfig.producerPrefix(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG),
        REQUEST_TIMEOUT_MILLIS);
    all.put(StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG),
        2 * REQUEST_TIMEOUT_MILLIS);
    var properties = new Properties();
    properties.putAll(all);
    return properties;
  }

  /** Under the streams protocol all this is the brokers' to say. */
  private static Map<String, Object> classic(Duration timeout) {
    int millis = Math.toIntExact(timeout.toMillis());
    // Without a prefix, so that a given property wins with or without one.
    return Map.of(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis,
        // A member hears with its next heartbeat that partitions move.
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis / HEARTBEATS_A_SESSION,
        // Kafka's usual one deals tasks without state anew each time: partitions would move for nothing.
        StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG, StickyTaskAssignor.class.getName());
  }

  private static void refuse(Map<String, Object> given) {
    List<String> refused = given.keySet().stream()
        .filter(key -> key.equals(PROCESSING_THREADS)
            || key.endsWith("." + ConsumerConfig.ISOLATION_LEVEL_CONFIG)
            || key.equals(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG)
            || key.equals(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .sorted().toList();
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException("processor.kafka.properties must not set " + refused
          + ": exactly-once rests on the defaults");
    }
  }
}
