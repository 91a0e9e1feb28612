package io.epro.bench.drain;

import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleReports;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic full of reports, with the headers that the gateway gives them.
 *
 * @param records in the topic
 * @param distinct valid reports among them; others are retries of one of the 4096 before
 * @param rejected invalid reports among them
 */
public record Backlog(long records, long distinct, long rejected) {
  private static final int SEED = 20260101;
  private static final int REMEMBERED = 4096;
  /** From the report's own time until the gateway took it. */
  static final long ON_THE_WAY_MILLIS = 1500;

  /**
   * What a backlog is made of, in percent of the records.
   *
   * @param hot those of one patient
   */
  public record Mix(int patients, double duplicates, double rejected, double hot) {}

  public static Backlog fill(String bootstrapServers, String topic, long records, Mix mix) {
    var reports = new SampleReports(SEED,
        new SampleReports.Patients(mix.patients(), mix.hot()), SampleReports.FIRST_MILLIS,
        SampleReports.STEP_MILLIS);
    var random = new SplittableRandom(SEED);
    var sent = new Sample[REMEMBERED];
    var distinct = new AtomicLong();
    var rejected = new AtomicLong();
    publish(bootstrapServers, topic, records, () -> {
      double kind = random.nextDouble(100);
      if (distinct.get() >= REMEMBERED && kind < mix.duplicates()) {
        return sent[random.nextInt(REMEMBERED)];
      } else if (kind >= 100 - mix.rejected()) {
        rejected.incrementAndGet();
        return reports.nextInvalid();
      }
      Sample sample = reports.next();
      sent[(int) (distinct.getAndIncrement() % REMEMBERED)] = sample;
      return sample;
    });
    return new Backlog(records, distinct.get(), rejected.get());
  }

  /** Publishes so many of the supplier's, whatever they are. */
  public static void publish(String bootstrapServers, String topic, long records,
      Supplier<Sample> samples) {
    var failure = new AtomicReference<@Nullable Exception>();
    try (var producer = new KafkaProducer<byte[], byte[]>(producer(bootstrapServers))) {
      for (long i = 0; i < records && failure.get() == null; i++) {
        send(producer, topic, samples.get(), failure);
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the backlog cannot be written", failure.get());
    }
  }

  // The callback says everything that the future would.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, Sample sample,
      AtomicReference<@Nullable Exception> failure) {
    var id = ReportId.ofBody(sample.patientId(), sample.body(), sample.timestamp());
    producer.send(new ProducerRecord<>(topic, null,
        sample.key(), sample.body(), List.of(
            new RecordHeader(ReportHeaders.REPORT_ID, ReportId.toBytes(id)),
            new RecordHeader(ReportHeaders.CONTENT_SHA256, sha256(sample.body())),
            new RecordHeader(ReportHeaders.RECEIVED_AT,
                ReportHeaders.encode(sample.timestamp() + ON_THE_WAY_MILLIS)))),
        (_, e) -> {
          if (e != null) {
            failure.set(e);
          }
        });
  }

  private static Map<String, Object> producer(String bootstrapServers) {
    return Map.of(
        "bootstrap.servers", bootstrapServers,
        "acks", "all",
        "linger.ms", 5,
        "batch.size", 64 << 10,
        "key.serializer", ByteArraySerializer.class,
        "value.serializer", ByteArraySerializer.class);
  }

  public static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
