package io.epro.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records that are no reports, straight into the raw topic: a sender who went wrong. */
public final class Nonsense implements Load {
  private static final byte[] VALUE = "no report".getBytes(UTF_8);

  private final String topic;
  private final Pace pace;
  private final Sent sent = new Sent();
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = Thread.ofPlatform().name("nonsense").daemon().unstarted(this::send);

  public Nonsense(String bootstrapServers, String topic, double perSecond) {
    this.topic = topic;
    this.pace = new Pace(perSecond);
    this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers),
        new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Nonsense start() {
    thread.start();
    return this;
  }

  @Override
  public void finish(long atLeast, Duration limit) throws InterruptedException {
    pace.endAt(atLeast);
    thread.join(limit);
  }

  /** Nothing in it is a report. */
  @Override
  public Sent sent() {
    return sent;
  }

  @Override
  public void close() {
    pace.endAt(0);
    producer.close(Duration.ZERO);
  }

  // Nobody waits for nonsense.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send() {
    while (pace.turn()) {
      producer.send(new ProducerRecord<>(topic, VALUE));
    }
  }
}
