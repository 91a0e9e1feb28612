package io.epro.processor.intake;

import io.epro.config.KafkaRefusal;
import io.epro.config.KafkaSettings;
import io.epro.processor.ledger.OutageException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/** Groups of replays: where they begin, and that they are needed no more. */
public final class KafkaGroups {
  private KafkaGroups() {}

  /**
   * Has a group that was never there begin at these offsets; another one goes on where it stands.
   *
   * @throws OutageException when the brokers do not answer
   */
  public static void begin(KafkaSettings kafka, String group, String topic,
      Map<Integer, Long> offsets) {
    try (var admin = Admin.create(kafka.client(Map.of()))) {
      var now = new KafkaGroupOffsets(admin, group, topic);
      if (now.committed().isEmpty() && now.empty()) {
        now.set(offsets);
      }
    }
  }

  /**
   * Deletes a group, of either protocol; one that is not there is no error.
   *
   * @throws OutageException when the brokers do not answer, or it still has members
   */
  public static void delete(KafkaSettings kafka, String group) {
    try (var admin = Admin.create(kafka.client(Map.of()))) {
      try {
        KafkaCall.get("delete group " + group, admin.deleteConsumerGroups(List.of(group)).all());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof GroupIdNotFoundException)) {
          throw new OutageException(e.getCause() instanceof GroupNotEmptyException
              ? "somebody is still at work in the group " + group
                  + ": end that process, and wait for some seconds if it was killed"
              : "the group " + group + " cannot be deleted ("
                  + KafkaRefusal.of(e).orElse(String.valueOf(e.getMessage())) + ")",
              e);
        }
      } finally {
        admin.close(Duration.ZERO);
      }
    }
  }
}
