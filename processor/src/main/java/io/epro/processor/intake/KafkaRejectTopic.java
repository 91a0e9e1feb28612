package io.epro.processor.intake;

import io.epro.config.KafkaRefusal;
import io.epro.processor.intake.RejectRecords.Form;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.sink.RejectTopic;
import io.epro.processor.sink.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The topic of rejects, on a stream thread's own producer. A record that the topic refuses as too large
 * is sent again with less of the raw record, at last with none of it, so that no record can block its
 * partition.
 */
public final class KafkaRejectTopic implements RejectTopic {
  private final Producer<byte[], byte[]> producer;
  private final RejectRecords records;
  private final String topic;
  private final Duration ackTimeout;

  /**
   * @param rawTopic where the rejected records stand
   * @param ackTimeout for all rejects of a batch together
   */
  public KafkaRejectTopic(Producer<byte[], byte[]> producer, String rawTopic, String topic,
      Duration ackTimeout) {
    this.producer = producer;
    this.records = new RejectRecords(rawTopic, topic);
    this.topic = topic;
    this.ackTimeout = ackTimeout;
  }

  @Override
  public void publish(List<Rejection> rejections) {
    try {
      long deadline = System.nanoTime() + ackTimeout.toNanos();
      var sent = new ArrayList<Future<?>>(rejections.size());
      for (Rejection rejection : rejections) {
        sent.add(send(records.of(rejection, Form.WHOLE), deadline));
      }
      for (int i = 0; i < sent.size(); i++) {
        Rejection rejection = rejections.get(i);
        if (tooLarge(sent.get(i), deadline)
            && tooLarge(send(records.of(rejection, Form.WITHOUT_VALUE), deadline), deadline)) {
          await(send(records.of(rejection, Form.LEAST), deadline), deadline);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted while rejects were being published", e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new OutageException("Kafka does not take rejects into " + topic + " ("
          + KafkaRefusal.of(cause).orElse(cause.getClass().getSimpleName()) + ")", e);
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
}
