package io.epro.processor.intake;

import io.epro.processor.ledger.GroupOffsets;
import io.epro.processor.ledger.OutageException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * The offsets of a group of either protocol: a broker keeps them in the same way for both, and takes
 * new ones from outside while the group has no members.
 */
public final class KafkaGroupOffsets implements GroupOffsets {
  private final Admin admin;
  private final String group;
  private final String topic;

  public KafkaGroupOffsets(Admin admin, String group, String topic) {
    this.admin = admin;
    this.group = group;
    this.topic = topic;
  }

  @Override
  public Map<Integer, Long> committed() {
    try {
      var all = KafkaCall.get("tell the offsets of group " + group,
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      var mine = new HashMap<Integer, Long>();
      all.forEach((partition, offset) -> {
        if (offset != null && partition.topic().equals(topic)) {
          mine.put(partition.partition(), offset.offset());
        }
      });
      return mine;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Map.of();
      }
      throw new IllegalStateException("the offsets of group " + group + " cannot be read", e);
    }
  }

  @Override
  public boolean empty() {
    try {
      return KafkaCall.get("list groups", admin.listGroups().all()).stream()
          .filter(listing -> listing.groupId().equals(group))
          .allMatch(listing -> listing.groupState()
              .map(state -> state == GroupState.EMPTY || state == GroupState.DEAD)
              .orElse(false));
    } catch (ExecutionException e) {
      throw new IllegalStateException("groups cannot be listed", e);
    }
  }

  @Override
  public void set(Map<Integer, Long> offsets) {
    try {
      KafkaCall.get("set the offsets of group " + group,
          admin.alterConsumerGroupOffsets(group, offsets.entrySet().stream().collect(
              Collectors.toMap(entry -> new TopicPartition(topic, entry.getKey()),
                  entry -> new OffsetAndMetadata(entry.getValue()))))
              .all());
    } catch (ExecutionException e) {
      throw new OutageException("Kafka does not take new offsets for group " + group + " now ("
          + String.valueOf(e.getCause()) + ")", e);
    }
  }
}
