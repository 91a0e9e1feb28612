package io.epro.local.system;

import io.epro.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics, made before the programs start, so that each of them finds its own. */
final class SystemTopics {
  private SystemTopics() {}

  /** Creates those that are missing, with the brokers' number of replicas; reports are kept for ever. */
  static void create(String bootstrapServers, int partitions) throws IOException {
    var keep = Map.of("retention.ms", "-1", "max.message.bytes", "1048576");
    // The raw record's headers are on top of its bytes.
    var keepLarger = Map.of("retention.ms", "-1", "max.message.bytes", "2097152");
    var wanted = List.of(
        newTopic(Topics.RAW, partitions).configs(keep),
        newTopic(Topics.REJECTED, partitions).configs(keepLarger),
        newTopic(Topics.DRUGS, 1).configs(
            Map.of("cleanup.policy", "compact", "message.timestamp.type", "LogAppendTime")));
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      var present = admin.listTopics().names().get(30, TimeUnit.SECONDS);
      admin.createTopics(wanted.stream().filter(topic -> !present.contains(topic.name())).toList())
          .all().get(30, TimeUnit.SECONDS);
      awaitLeaders(admin, partitions);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the topics cannot be created: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while creating topics", e);
    }
  }

  private static NewTopic newTopic(String name, int partitions) {
    return new NewTopic(name, Optional.of(partitions), Optional.empty());
  }

  /**
   * A topic exists before its leaders serve. A producer that is too quick may have its second batch
   * taken and its first refused, which Kafka then calls out of order until the delivery times out.
   */
  private static void awaitLeaders(Admin admin, int partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    for (String topic : List.of(Topics.RAW, Topics.REJECTED)) {
      for (int partition = 0; partition < partitions; partition++) {
        ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
    }
    ends.put(new TopicPartition(Topics.DRUGS, 0), OffsetSpec.latest());
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!known(admin, ends)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("their leaders do not serve");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  // Of several brokers, one that is asked may not have heard of the topic yet.
  private static boolean known(Admin admin, Map<TopicPartition, OffsetSpec> ends)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      admin.listOffsets(ends).all().get(60, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }
}
