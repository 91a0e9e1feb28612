package io.epro.processor.intake;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.intake.TopicGuard.TopicsUnfit;
import io.epro.processor.ledger.OutageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The configured topics as the brokers have them, made and widened; whether they are fit {@link TopicGuard} judges. */
public final class TopicCatalog {
  private final Admin admin;
  private final ProcessorSettings.TopicNames settings;

  public TopicCatalog(Admin admin, ProcessorSettings.TopicNames settings) {
    this.admin = admin;
    this.settings = settings;
  }

  List<String> all() {
    var topics = new ArrayList<>(List.of(settings.raw(), settings.rejected(), settings.drugs()));
    settings.enriched().ifPresent(topics::add);
    return topics;
  }

  /**
   * What a topic is like.
   *
   * @param replicas of its partition that has the fewest
   * @param retention in words
   */
  public record Facts(String name, int partitions, int replicas, String minInSync, String cleanup,
      String retention) {}

  /** What the topics are like, after {@link TopicGuard#check}. */
  public List<Facts> facts() {
    return all().stream().flatMap(topic -> describe(topic).stream()).map(topic -> {
      var config = config(topic.name());
      return new Facts(topic.name(), topic.partitions().size(), fewestReplicas(topic),
          config.getOrDefault("min.insync.replicas", "?"),
          config.getOrDefault("cleanup.policy", "?"), retention(config));
    }).toList();
  }

  private static String retention(Map<String, String> config) {
    if (!config.getOrDefault("cleanup.policy", "").contains("delete")) {
      return "the newest of each key";
    }
    long millis = Long.parseLong(config.getOrDefault("retention.ms", "-1"));
    return millis < 0 ? "ever" : Duration.ofMillis(millis).toDays() + " days";
  }

  /**
   * Adds partitions to the raw and the rejected topic, up to so many.
   *
   * @throws TopicsUnfit where the brokers refuse, or a topic has more
   */
  public void widen(int partitions) {
    for (String topic : List.of(settings.raw(), settings.rejected())) {
      int now = describe(topic).orElseThrow().partitions().size();
      if (now > partitions) {
        throw new TopicsUnfit(List.of("topic " + topic + " has " + now
            + " partitions, and none can be taken away"));
      }
      if (now < partitions) {
        try {
          KafkaCall.get("add partitions to topic " + topic, admin.createPartitions(
              Map.of(topic, NewPartitions.increaseTo(partitions))).values().get(topic));
        } catch (ExecutionException e) {
          throw new TopicsUnfit(List.of("topic " + topic + " cannot be widened: "
              + String.valueOf(e.getMessage())));
        }
      }
    }
  }

  Optional<TopicDescription> describe(String topic) {
    try {
      return Optional.of(KafkaCall.get("describe topic " + topic,
          admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
    } catch (ExecutionException e) {
      throw new IllegalStateException("topic " + topic + " cannot be described", e);
    } catch (OutageException e) {
      if (e.getCause() != null
          && e.getCause().getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  void create(String topic) {
    boolean drugs = topic.equals(settings.drugs());
    var config = new HashMap<String, String>();
    config.put("min.insync.replicas",
        settings.replicas() >= TopicGuard.DURABLE_REPLICAS ? "2" : "1");
    config.put("unclean.leader.election.enable", "false");
    config.put("cleanup.policy", drugs ? "compact" : "delete");
    if (drugs) {
      // Streams dies on a record of negative time, which the broker's own clock never gives.
      config.put("message.timestamp.type", "LogAppendTime");
    } else {
      config.put("retention.ms", "-1");
    }
    var topicToBe = new NewTopic(topic, drugs ? 1 : settings.partitions(), settings.replicas())
        .configs(config);
    try {
      KafkaCall.get("create topic " + topic,
          admin.createTopics(List.of(topicToBe)).values().get(topic));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new TopicsUnfit(List.of("topic " + topic + " cannot be created: "
            + String.valueOf(e.getMessage())));
      }
    }
  }

  static int fewestReplicas(TopicDescription topic) {
    return topic.partitions().stream().mapToInt(partition -> partition.replicas().size()).min()
        .orElse(0);
  }

  Map<String, String> config(String topic) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Config config = KafkaCall.get("read the configuration of topic " + topic,
          admin.describeConfigs(List.of(resource)).values().get(resource));
      var values = new HashMap<String, String>();
      config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
      return values;
    } catch (ExecutionException e) {
      throw new IllegalStateException("topic " + topic + " cannot be described", e);
    }
  }
}
