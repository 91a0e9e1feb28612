package io.epro.processor.drugs;

import io.epro.config.KafkaRefusal;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Why the brokers did not do what was asked of them, in words for who keeps the dictionary. */
final class KafkaReason {
  private KafkaReason() {}

  static String of(Exception failure) {
    return switch (failure) {
      case TimeoutException e -> KafkaRefusal.of(e).orElse("the brokers do not answer, see"
          + " processor.kafka.bootstrap-servers (" + e.getMessage() + ")");
      case KafkaException e -> KafkaRefusal.explain(e);
      default -> String.valueOf(failure.getMessage());
    };
  }
}
