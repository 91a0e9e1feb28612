package io.epro.e2e;

import io.epro.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Finds out when the broker serves again, by a producer of its own that tries without rest: it serves
 * when it acknowledges a record. The record goes to a topic that no scenario reads.
 */
final class BrokerWatch implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final KafkaProducer<byte[], byte[]> producer;

  BrokerWatch(String bootstrapServers) {
    var impatient = new HashMap<String, Object>(Map.of("bootstrap.servers", bootstrapServers,
        "acks", "all", "max.block.ms", 60_000, "request.timeout.ms", 500,
        "delivery.timeout.ms", 60_000));
    for (var backoff : new String[]{"reconnect.backoff", "retry.backoff"}) {
      impatient.put(backoff + ".ms", 20);
      impatient.put(backoff + ".max.ms", 40);
    }
    producer = new KafkaProducer<>(impatient, new ByteArraySerializer(),
        new ByteArraySerializer());
    producer.partitionsFor(Topics.RAW);
  }

  /** Begins to try. @return by nanoTime, when it was acknowledged */
  // The callback says all that send()'s future does.
  @SuppressWarnings("FutureReturnValueIgnored")
  CompletableFuture<Long> begin() {
    var served = new CompletableFuture<Long>();
    Thread.ofVirtual().start(() -> {
      try {
        producer.send(new ProducerRecord<>(Topics.RAW, NOTHING), (metadata, e) -> {
          if (e == null) {
            served.complete(System.nanoTime());
          } else {
            served.completeExceptionally(e);
          }
        });
      } catch (RuntimeException e) {
        served.completeExceptionally(e);
      }
    });
    return served;
  }

  static long get(CompletableFuture<Long> served)
      throws InterruptedException, ExecutionException, TimeoutException {
    return served.get(Rig.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
