package io.epro.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What programs that know nothing of gateways put into the raw topic, beside a load whose memory it shares.
 * Not thread-safe.
 */
public final class ForeignRecords implements AutoCloseable {
  private static final long TIMESTAMP = 1_763_856_000_000L;
  private static final String MALFORMED = "malformed_json ";
  private static final byte[] NOT_UTF8 = {(byte) 0xC3, 0x28, (byte) 0xFF, 0};
  private static final int LIMIT_SECONDS = 60;

  private final String topic;
  private final Sent sent;
  private final Random random;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<?>> acks = new ArrayList<>();
  private int count;

  public ForeignRecords(long seed, String bootstrapServers, String topic, Sent sent) {
    this.random = new Random(seed);
    this.topic = topic;
    this.sent = sent;
    this.producer = new KafkaProducer<>(Map.of("bootstrap.servers", bootstrapServers,
        "acks", "all", "max.request.size", 16 << 20, "buffer.memory", 64L << 20,
        "delivery.timeout.ms", 180_000),
        new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** One of each kind; garbage and valid reports in every odd shape of record. */
  public void oneOfEach() {
    rejected(NOT_UTF8, garbage(200), MALFORMED);
    rejected(null, garbage(3000), MALFORMED);
    rejected(null, null, MALFORMED);
    rejected(key(), null, MALFORMED);
    rejected(key(), "[]".getBytes(UTF_8), MALFORMED);
    valid(null, "");
    valid(NOT_UTF8, "");
    var mislabelled = report(key(), "");
    mislabelled.headers().add(ReportHeaders.REPORT_ID, new byte[]{1, 2, 3})
        .add(ReportHeaders.RECEIVED_AT, new byte[9]).add(ReportHeaders.CONTENT_SHA256, null)
        .add("", NOT_UTF8);
    send(mislabelled);
    // Without a time of its own (-1) it came at the beginning of all time, long before the report's.
    var early = new ProducerRecord<byte[], byte[]>(topic, key(), body("")) {
      @Override
      public Long timestamp() {
        return -1L;
      }
    };
    attempted(early.value(), Set.of("out_of_range /timestamp"), 0);
    send(early);
    flush();
  }

  /** Garbage of so many bytes. */
  public void garbageOf(int bytes) {
    rejected(key(), garbage(bytes), MALFORMED);
  }

  /** A valid report of about so many bytes, most of them in a field that we do not know. */
  public void validOf(int bytes) {
    valid(key(), ",\"diary\":\"" + "x".repeat(bytes - 200) + '"');
  }

  private void valid(byte @Nullable [] key, String more) {
    send(report(key, more));
  }

  private ProducerRecord<byte[], byte[]> report(byte @Nullable [] key, String more) {
    var record = new ProducerRecord<byte[], byte[]>(topic, key, body(more));
    attempted(record.value(), Set.of(), TIMESTAMP + count);
    return record;
  }

  private byte[] body(String more) {
    return ("{\"patientId\":\"foreign-" + ++count + "\",\"timestamp\":" + (TIMESTAMP + count)
        + more + '}').getBytes(UTF_8);
  }

  private void rejected(byte @Nullable [] key, byte @Nullable [] value, String reason) {
    attempted(value == null ? new byte[0] : value, Set.of(reason), 0);
    send(new ProducerRecord<byte[], byte[]>(topic, key, value));
  }

  private void attempted(byte[] body, Set<String> reasons, long time) {
    var patient = "foreign-" + count;
    sent.attempted(new Sample(patient, ReportId.ofBody(patient, body, time), body,
        Digest.of(body), Optional.empty(), reasons));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    acks.add(producer.send(record));
  }

  private byte[] key() {
    return ("foreign-" + random.nextInt(1000)).getBytes(UTF_8);
  }

  private byte[] garbage(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    Arrays.fill(bytes, 0, Math.min(4, length), (byte) 0xFF);
    return bytes;
  }

  /** Waits until all are acknowledged. */
  public void flush() {
    try {
      for (var ack : acks) {
        ack.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (Exception e) {
      throw new AssertionError("a record was not taken by the broker", e);
    }
    acks.clear();
  }

  @Override
  public void close() {
    producer.close();
  }
}
