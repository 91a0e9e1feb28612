package io.epro.processor.intake;

import io.epro.config.KafkaRefusal;
import io.epro.processor.ledger.OutageException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Waits for an admin client's answer, for a bounded time, and tells outages from refusals. */
public final class KafkaCall {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private KafkaCall() {}

  /**
   * @param what is being done, for the error message
   * @throws OutageException when the brokers do not answer, or refuse this client
   * @throws ExecutionException when they answer with another error
   */
  public static <T> T get(String what, @Nullable KafkaFuture<T> future) throws ExecutionException {
    try {
      return Objects.requireNonNull(future, what).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted while Kafka was to " + what, e);
    } catch (TimeoutException e) {
      throw new OutageException("Kafka does not answer (to " + what + ")", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      var refusal = KafkaRefusal.of(e);
      if (refusal.isPresent()) {
        throw new OutageException("Kafka refuses (to " + what + "): " + refusal.get(), e);
      }
      if (cause instanceof RetriableException) {
        throw new OutageException("Kafka cannot " + what + " now ("
            + cause.getClass().getSimpleName() + "): " + cause.getMessage(), e);
      }
      throw e;
    }
  }
}
