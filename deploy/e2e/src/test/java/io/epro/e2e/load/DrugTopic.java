package io.epro.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.drug.Drug;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary of a scenario's own, and whoever writes to it without our loader. As a careless operator
 * makes it: compacted, and with the time that the producer gives. Not thread-safe.
 */
public final class DrugTopic implements AutoCloseable {
  private static final long LIMIT_SECONDS = 30;
  private static final int LARGE = 900_000;

  private final String topic;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  private DrugTopic(String topic, Admin admin, KafkaProducer<byte[], byte[]> producer) {
    this.topic = topic;
    this.admin = admin;
    this.producer = producer;
  }

  /** Creates the topic. */
  public static DrugTopic create(String bootstrapServers, String topic) throws IOException {
    var drugs = new DrugTopic(topic, Admin.create(Map.of("bootstrap.servers", bootstrapServers)),
        new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers, "acks", "all",
            "linger.ms", 5, "metadata.max.age.ms", 1_000), new ByteArraySerializer(),
            new ByteArraySerializer()));
    drugs.create();
    return drugs;
  }

  public void put(String id, String name) {
    send(id, new Drug(id, name, null, null).toJson());
  }

  /**
   * So many records under that drug's key which are no drug, of several kinds.
   *
   * @return how many
   */
  public int garbage(String id, int count) {
    var other = new Drug("other", "Other", null, null).toJson();
    var kinds = List.of(new byte[0], new byte[]{(byte) 0xC3, 0x28, 0}, "{".getBytes(UTF_8),
        "null".getBytes(UTF_8), ("{\"drugId\":\"" + id + "\"}").getBytes(UTF_8), other,
        "[".repeat(20_000).getBytes(UTF_8));
    for (int i = 0; i < count; i++) {
      send(id, kinds.get(i % kinds.size()));
    }
    send(id, "[".repeat(LARGE).getBytes(UTF_8));
    return count + 1;
  }

  /** A drug whose record came at the beginning of all time, as some producers write it. */
  public void putWithoutTime(String id, String name) {
    send(new ProducerRecord<>(topic, id.getBytes(UTF_8),
        new Drug(id, name, null, null).toJson()) {
      @Override
      public Long timestamp() {
        return -1L;
      }
    });
  }

  /** Deletes the topic and creates it again, empty. */
  public void makeAnew() throws IOException {
    call(() -> admin.deleteTopics(List.of(topic)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS));
    Awaitility.await("the topic is gone").atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
        .until(() -> !admin.listTopics().names().get().contains(topic));
    create();
  }

  /** Waits until all are acknowledged. */
  public void flush() {
    producer.flush();
    var thrown = failure.getAndSet(null);
    if (thrown != null) {
      throw new AssertionError("a drug was not taken by the broker", thrown);
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }

  private void send(String id, byte @Nullable [] value) {
    send(new ProducerRecord<>(topic, id.getBytes(UTF_8), value));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var _ = producer.send(record, (_, thrown) -> {
      if (thrown != null) {
        failure.compareAndSet(null, thrown);
      }
    });
  }

  private void create() throws IOException {
    var created = new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
    call(() -> admin.createTopics(List.of(created)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  private interface Call {
    Object get() throws InterruptedException, ExecutionException, TimeoutException;
  }

  private static void call(Call call) throws IOException {
    try {
      var _ = call.get();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the drugs topic cannot be made", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
