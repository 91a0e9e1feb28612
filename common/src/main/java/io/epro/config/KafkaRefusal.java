package io.epro.config;

import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Brokers that refuse a client, or are refused by it: what an operator has to put right, in words that
 * hold nothing of the configuration's values.
 */
public final class KafkaRefusal {
  private KafkaRefusal() {}

  /** What the chain of causes says; empty where it is no refusal, but an outage or a fault. */
  public static Optional<String> of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case AuthorizationException e -> {
          return Optional.of("the brokers do not let this user " + what(e)
              + ": deploy/kafka/acls.txt lists what each program needs");
        }
        case AuthenticationException e -> {
          return Optional.of(TlsFault.of(e).orElse("the brokers do not take this user, password or"
              + " SASL mechanism: check sasl.mechanism and sasl.jaas.config in"
              + " kafka.properties"));
        }
        default -> {
        }
      }
    }
    return Optional.empty();
  }

  /** The same, or why no client can be made of the configuration; else Kafka's own message. */
  public static String explain(KafkaException failure) {
    return of(failure).orElseGet(() -> {
      Throwable root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return switch (root) {
        case NoSuchFileException e -> "there is no file " + e.getFile();
        case KafkaException e -> String.valueOf(e.getMessage());
        // Others may quote what they could not read.
        default -> failure.getMessage() + " (" + root.getClass().getSimpleName() + ")";
      };
    });
  }

  private static String what(AuthorizationException refusal) {
    return switch (refusal) {
      // An admin client's refusal names none; who asked says which it was.
      case TopicAuthorizationException e when !e.unauthorizedTopics().isEmpty() ->
        "use topics " + e.unauthorizedTopics();
      case GroupAuthorizationException e -> "use group " + e.groupId();
      default -> "do that (" + refusal.getClass().getSimpleName() + ")";
    };
  }
}
