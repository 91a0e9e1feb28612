package io.epro.bench.drain;

import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleReports;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import io.epro.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A raw topic full of reports, with the headers that the gateway gives them.
 *
 * @param records in the topic
 * @param distinct reports among them; the others are retries of one of the 4096 records before
 */
record Backlog(long records, long distinct) {
  private static final int SEED = 20260101;
  private static final int REMEMBERED = 4096;
  /** From the report's own time until the gateway took it. */
  private static final long ON_THE_WAY_MILLIS = 1500;

  /** @param duplicatePercent of the records */
  static Backlog fill(String bootstrapServers, long records, int patients,
      double duplicatePercent) {
    var reports = new SampleReports(SEED, patients);
    var random = new SplittableRandom(SEED);
    var sent = new Sample[REMEMBERED];
    long distinct = 0;
    var failure = new AtomicReference<@Nullable Exception>();
    try (var producer = new KafkaProducer<byte[], byte[]>(producer(bootstrapServers))) {
      for (long i = 0; i < records && failure.get() == null; i++) {
        boolean again = distinct >= REMEMBERED && random.nextDouble(100) < duplicatePercent;
        var sample = again ? sent[random.nextInt(REMEMBERED)] : reports.next();
        if (!again) {
          sent[(int) (distinct++ % REMEMBERED)] = sample;
        }
        send(producer, sample, failure);
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the backlog cannot be written", failure.get());
    }
    return new Backlog(records, distinct);
  }

  // The callback says everything that the future would.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(KafkaProducer<byte[], byte[]> producer, Sample sample,
      AtomicReference<@Nullable Exception> failure) {
    var id = ReportId.ofBody(sample.patientId(), sample.body(), sample.timestamp());
    producer.send(new ProducerRecord<>(Topics.RAW, null,
        sample.patientId().getBytes(StandardCharsets.US_ASCII), sample.body(), List.of(
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

  static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
