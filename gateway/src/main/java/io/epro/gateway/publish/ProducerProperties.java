package io.epro.gateway.publish;

import io.epro.config.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer's properties: what the gateway's promises rest on is fixed, the rest is a default that
 * {@code gateway.kafka.properties} may replace.
 */
public final class ProducerProperties {
  private static final long BATCHING_ROOM = 16L << 20;
  private static final int RECORD_ROOM = 16 << 10;

  /** These would break "one patient, one partition", or need calls that we do not make. */
  private static final List<String> UNUSABLE = List.of(
      ProducerConfig.PARTITIONER_CLASS_CONFIG, ProducerConfig.TRANSACTIONAL_ID_CONFIG);

  private ProducerProperties() {}

  /**
   * @param maxBody of one report, in bytes
   * @param maxInflight of all reports together, in bytes
   */
  public static Map<String, Object> of(KafkaSettings kafka, int maxBody, long maxInflight) {
    var properties = new HashMap<>(kafka.client(defaults(maxBody, maxInflight)));
    properties.putAll(fixed());
    return properties;
  }

  /** What is wrong with the given properties, in words; empty when a producer can be made of them. */
  public static List<String> problems(KafkaSettings kafka) {
    var problems = new ArrayList<>(kafka.problems("gateway.kafka"));
    fixed().forEach((key, value) -> {
      var given = kafka.properties().get(key);
      if (given != null && !given.equals(value)) {
        problems.add("gateway.kafka.properties." + key + " cannot be set: the gateway's promises"
            + " need " + key + "=" + value);
      }
    });
    UNUSABLE.stream().filter(kafka.properties()::containsKey).forEach(key -> problems
        .add(
            "gateway.kafka.properties." + key + " cannot be set: the gateway does not support it"));
    try {
      new ProducerConfig(of(kafka, 1, 1));
    } catch (ConfigException e) {
      problems.add("gateway.kafka: " + e.getMessage());
    }
    return problems;
  }

  /**
   * Why these:
   *
   * <p>{@code delivery.timeout.ms}, 2 minutes. A client whose ack took too long has been told to
   * retry, so nothing promised depends on this; but its phone may not come back for hours, and the
   * record that waits here still goes when the broker returns. Two minutes outlast a broker's restart
   * or a lost leader. Not for ever: the records of one partition without a leader would hold all of
   * {@code gateway.max-inflight-bytes} and shut out the patients of the healthy ones.
   *
   * <p>{@code metadata.recovery.strategy} stays at Kafka's default: when no broker at all can be
   * reached, the client forgets what it knew and begins again with the bootstrap servers, so that it
   * also finds a cluster that has moved. Meanwhile reports are refused at once instead of held.
   *
   * <p>{@code request.timeout.ms}, 10 s: a frozen broker is given up early enough for further tries.
   *
   * <p>{@code buffer.memory}: every admitted byte fits, with room for half-empty batches.
   */
  private static Map<String, Object> defaults(int maxBody, long maxInflight) {
    return Map.of(
        ProducerConfig.CLIENT_ID_CONFIG, "epro-gateway",
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 120_000,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
        ProducerConfig.LINGER_MS_CONFIG, 2,
        ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10,
        ProducerConfig.BUFFER_MEMORY_CONFIG, maxInflight + BATCHING_ROOM,
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Math.max(1 << 20, maxBody + RECORD_ROOM));
  }

  /**
   * Why these:
   *
   * <p>{@code acks} and {@code enable.idempotence}: 2xx means durable, and the producer's own retries
   * neither repeat nor reorder. {@code partitioner.ignore.keys}: one patient, one partition.
   *
   * <p>{@code max.block.ms} 0: send() runs on event loops. {@code metadata.max.idle.ms}, a hundred
   * years: at the default, five quiet minutes make Kafka forget the topic, and the next send would
   * have to block to learn it again. (Not the largest long: Kafka adds it to the time of day.)
   */
  private static SortedMap<String, String> fixed() {
    return new TreeMap<>(Map.of(
        ProducerConfig.ACKS_CONFIG, "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
        ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, "false",
        ProducerConfig.MAX_BLOCK_MS_CONFIG, "0",
        ProducerConfig.METADATA_MAX_IDLE_CONFIG, Long.toString(Duration.ofDays(36_500).toMillis()),
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName(),
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName()));
  }
}
