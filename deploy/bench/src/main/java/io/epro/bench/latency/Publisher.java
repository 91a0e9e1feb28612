package io.epro.bench.latency;

import io.epro.bench.load.Schedule;
import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleReports;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Publishes reports at the moments of a schedule, with the headers, the partition, the linger and the
 * batches of the gateway. A report counts as accepted at the moment that was planned, however late this
 * thread came to it: that is its {@code received-at}. Confined to one thread.
 */
final class Publisher implements AutoCloseable {
  static final int LINGER_MILLIS = 2;
  /** Between two looks at the schedule: finer would cost the cores more than it tells. */
  private static final long LOOK_NANOS = 500_000;
  private static final long SEED = 20260202;
  private static final int PATIENTS = 20_000;

  private final String topic;
  private final Arrivals arrivals;
  private final SampleReports reports;
  private final KafkaProducer<byte[], byte[]> producer;
  private final MessageDigest sha256;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final long epochMillis = System.currentTimeMillis();
  private final long epochNanos = System.nanoTime();

  /** @param arrivals where each report is noted */
  Publisher(String bootstrapServers, String topic, Arrivals arrivals) {
    this.topic = topic;
    this.arrivals = arrivals;
    // A day ago and on: within the rules, and in the order of time as the real ones.
    this.reports = new SampleReports(SEED, new SampleReports.Patients(PATIENTS, 0),
        epochMillis - TimeUnit.DAYS.toMillis(1), 1);
    this.producer = new KafkaProducer<>(Map.of(
        "bootstrap.servers", bootstrapServers,
        "acks", "all",
        "linger.ms", LINGER_MILLIS,
        "batch.size", 64 << 10),
        new ByteArraySerializer(), new ByteArraySerializer());
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Publishes until the schedule passes that moment.
   *
   * @param until as {@link System#nanoTime()}
   * @return by how many microseconds each report was handed to Kafka's producer late
   */
  Histogram publish(Schedule schedule, long until) {
    var late = new Histogram(Sightings.HIGHEST_MICROS, 3);
    while (schedule.next() - until < 0 && failure.get() == null) {
      long wait = schedule.next() - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(Math.max(wait, LOOK_NANOS));
      } else {
        send(reports.next(), schedule.next());
        late.recordValue(Math.clamp(-wait / 1000, 0, Sightings.HIGHEST_MICROS));
        schedule.advance();
      }
    }
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException("the topic cannot be written", failure.get());
    }
    return late;
  }

  // The callback says everything that the future would.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(Sample sample, long moment) {
    long receivedAt = epochMillis + (moment - epochNanos) / 1_000_000;
    var id = ReportId.ofBody(sample.patientId(), sample.body(), sample.timestamp());
    int partition = Utils.toPositive(Utils.murmur2(sample.key())) % arrivals.partitions();
    arrivals.add(partition, moment);
    producer.send(new ProducerRecord<>(topic, partition, sample.key(), sample.body(), List.of(
        new RecordHeader(ReportHeaders.REPORT_ID, ReportId.toBytes(id)),
        new RecordHeader(ReportHeaders.CONTENT_SHA256, sha256.digest(sample.body())),
        new RecordHeader(ReportHeaders.RECEIVED_AT, ReportHeaders.encode(receivedAt)))),
        (_, e) -> {
          if (e != null) {
            failure.set(e);
          }
        });
  }

  @Override
  public void close() {
    producer.close();
  }
}
