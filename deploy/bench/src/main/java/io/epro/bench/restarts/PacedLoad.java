package io.epro.bench.restarts;

import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleReports;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Distinct reports into the raw topic, so many a second by this program's own clock, whoever reads them.
 * With thousands of patients each partition gets its share all the time.
 */
public final class PacedLoad implements AutoCloseable {
  private static final int PATIENTS = 20_000;
  private static final long TICK_NANOS = Duration.ofMillis(2).toNanos();
  /** From the report's own time until the gateway took it. */
  private static final long ON_THE_WAY_MILLIS = 1500;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final String topic;
  private final double perSecond;
  private final SampleReports reports;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread thread = Thread.ofPlatform().name("paced-load").daemon()
      .unstarted(this::send);
  private volatile boolean ending;
  private long sent;

  /** @param seed the same one gives the same reports, which are retries where they were sent before */
  public PacedLoad(String bootstrapServers, String topic, double perSecond, long seed) {
    this.topic = topic;
    this.perSecond = perSecond;
    this.reports = new SampleReports(seed, PATIENTS);
    this.producer = new KafkaProducer<>(Map.of(
        "bootstrap.servers", bootstrapServers,
        "acks", "all",
        "linger.ms", 2,
        "key.serializer", ByteArraySerializer.class,
        "value.serializer", ByteArraySerializer.class));
  }

  public PacedLoad start() {
    thread.start();
    return this;
  }

  /**
   * Ends and waits for the acknowledgements.
   *
   * @return how many reports the topic holds now
   */
  public long finish() {
    ending = true;
    try {
      thread.join(LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.flush();
    if (failure.get() != null || acknowledged.get() != sent) {
      throw new IllegalStateException("of " + sent + " reports " + acknowledged.get()
          + " were acknowledged", failure.get());
    }
    return sent;
  }

  @Override
  public void close() {
    ending = true;
    producer.close(Duration.ZERO);
  }

  private void send() {
    long begin = System.nanoTime();
    while (!ending && failure.get() == null) {
      long due = (long) ((System.nanoTime() - begin) / 1e9 * perSecond);
      while (sent < due && !ending) {
        send(reports.next());
        sent++;
      }
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  // The callback says everything that the future would.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void send(Sample sample) {
    var id = ReportId.ofBody(sample.patientId(), sample.body(), sample.timestamp());
    producer.send(new ProducerRecord<>(topic, null,
        sample.patientId().getBytes(StandardCharsets.US_ASCII), sample.body(), List.of(
            new RecordHeader(ReportHeaders.REPORT_ID, ReportId.toBytes(id)),
            new RecordHeader(ReportHeaders.RECEIVED_AT,
                ReportHeaders.encode(sample.timestamp() + ON_THE_WAY_MILLIS)))),
        (_, e) -> {
          if (e == null) {
            acknowledged.incrementAndGet();
          } else {
            failure.compareAndSet(null, e);
          }
        });
  }
}
