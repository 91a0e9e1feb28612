package io.epro.processor.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.processor.ledger.OutageException;
import io.epro.processor.sink.RejectTopic;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.SourceRecord;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * The topic of rejects, on a stream thread's own producer: raw key and value, the coordinates under
 * the header names that Streams gives its dead letters, the codes, and the raw record's own headers as
 * far as they are known. A record that is too large with its reasons goes without its value, which the
 * table {@code rejection} keeps.
 */
public final class KafkaRejectTopic implements RejectTopic {
  private static final String ERRORS = "__streams.errors.";
  private static final String CODES = "epro.codes";
  private static final String VALUE_OMITTED = "epro.value-omitted";

  private final Producer<byte[], byte[]> producer;
  private final String rawTopic;
  private final String topic;
  private final Duration ackTimeout;

  /**
   * @param rawTopic where the rejected records stand
   * @param ackTimeout for all rejects of a batch together
   */
  public KafkaRejectTopic(Producer<byte[], byte[]> producer, String rawTopic, String topic,
      Duration ackTimeout) {
    this.producer = producer;
    this.rawTopic = rawTopic;
    this.topic = topic;
    this.ackTimeout = ackTimeout;
  }

  @Override
  public void publish(List<Rejection> rejections) {
    try {
      long deadline = System.nanoTime() + ackTimeout.toNanos();
      var sent = new ArrayList<Future<?>>(rejections.size());
      for (Rejection rejection : rejections) {
        sent.add(send(record(rejection, rejection.source().value()), deadline));
      }
      for (int i = 0; i < sent.size(); i++) {
        if (tooLarge(sent.get(i), deadline)) {
          var bare = record(rejections.get(i), null);
          bare.headers().add(VALUE_OMITTED, "too large".getBytes(UTF_8));
          await(send(bare, deadline), deadline);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted while rejects were being published", e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new OutageException("Kafka does not take rejects into " + topic + " ("
          + cause.getClass().getSimpleName() + ")", e);
    }
  }

  /** Each send may block for {@code max.block.ms}: when the time of all is up, no further one begins. */
  private Future<?> send(ProducerRecord<byte[], byte[]> record, long deadline)
      throws TimeoutException {
    if (System.nanoTime() > deadline) {
      throw new TimeoutException("no time left");
    }
    return producer.send(record);
  }

  private static boolean tooLarge(Future<?> future, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      await(future, deadline);
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        return true;
      }
      throw e;
    }
  }

  private static void await(Future<?> future, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private ProducerRecord<byte[], byte[]> record(Rejection rejection, byte @Nullable [] value) {
    SourceRecord source = rejection.source();
    var record = new ProducerRecord<byte[], byte[]>(topic, null, source.key(), value);
    var headers = record.headers();
    headers.add(ERRORS + "exception", "rejected".getBytes(UTF_8));
    headers.add(ERRORS + "message", rejection.reasons().stream()
        .map(reason -> reason.code().code() + " " + reason.pointer())
        .collect(Collectors.joining("; ")).getBytes(UTF_8));
    headers.add(ERRORS + "topic", rawTopic.getBytes(UTF_8));
    headers.add(ERRORS + "partition", Integer.toString(source.partition()).getBytes(UTF_8));
    headers.add(ERRORS + "offset", Long.toString(source.offset()).getBytes(UTF_8));
    headers.add(CODES, rejection.reasons().stream()
        .map(reason -> reason.code().code())
        .distinct().collect(Collectors.joining(",")).getBytes(UTF_8));
    if (source.reportId() != null) {
      headers.add(ReportHeaders.REPORT_ID, ReportId.toBytes(source.reportId()));
    }
    headers.add(ReportHeaders.CONTENT_SHA256, source.sha256());
    headers.add(ReportHeaders.RECEIVED_AT, ReportHeaders.encode(source.receivedAt()));
    return record;
  }
}
