package io.epro.processor.intake;

import io.epro.config.KafkaRefusal;
import io.epro.processor.ledger.OutageException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Sends of one batch on a stream thread's producer, each of which is awaited, all within one time. Confined to
 * that thread.
 */
final class Acknowledged {
  private final Producer<byte[], byte[]> producer;
  private final long deadline;

  /** What is sent. */
  interface Sending {
    void send(Acknowledged sends)
        throws InterruptedException, ExecutionException, TimeoutException;
  }

  private Acknowledged(Producer<byte[], byte[]> producer, long deadline) {
    this.producer = producer;
    this.deadline = deadline;
  }

  /**
   * @param what for the error: "rejects into …"
   * @param timeout for all together
   * @throws OutageException when not all is acknowledged within that time
   */
  static void within(Duration timeout, Producer<byte[], byte[]> producer, String what,
      Sending sending) {
    try {
      sending.send(new Acknowledged(producer, System.nanoTime() + timeout.toNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted while Kafka was taking " + what, e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new OutageException("Kafka does not take " + what + " ("
          + KafkaRefusal.of(cause).orElse(cause.getClass().getSimpleName()) + ")", e);
    }
  }

  /** Each send may block for {@code max.block.ms}: when the time of all is up, no further one begins. */
  Future<?> send(ProducerRecord<byte[], byte[]> record) throws TimeoutException {
    if (System.nanoTime() > deadline) {
      throw new TimeoutException("no time left");
    }
    return producer.send(record);
  }

  /** Waits for it. @return whether the topic refuses it for its size */
  boolean tooLarge(Future<?> sent)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      await(sent);
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        return true;
      }
      throw e;
    }
  }

  void await(Future<?> sent) throws InterruptedException, ExecutionException, TimeoutException {
    sent.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }
}
