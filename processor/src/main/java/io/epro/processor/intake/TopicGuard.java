package io.epro.processor.intake;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks at the topics before anything is read: they must be there (or are created, where the
 * configuration says so) and must be durable enough for what the gateway promises.
 */
public final class TopicGuard {
  static final int DURABLE_REPLICAS = 3;
  private static final int DURABLE_IN_SYNC = 2;

  private final Admin admin;
  private final ProcessorSettings.TopicNames settings;
  private final TopicCatalog catalog;

  /** What the brokers call the raw topic and the dictionary's: a topic made anew has another id. */
  public record TopicIds(String raw, String drugs) {}

  public TopicGuard(Admin admin, ProcessorSettings.TopicNames settings) {
    this.admin = admin;
    this.settings = settings;
    this.catalog = new TopicCatalog(admin, settings);
  }

  /**
   * Checks all.
   *
   * @throws OutageException when the brokers do not answer: try again
   * @throws TopicsUnfit listing every problem
   */
  public TopicIds check() {
    var problems = new ArrayList<String>();
    var ids = new HashMap<String, String>();
    for (String topic : catalog.all()) {
      found(topic, problems).ifPresent(description -> {
        ids.put(topic, description.topicId().toString());
        judge(description, problems);
      });
    }
    String raw = ids.get(settings.raw());
    String drugs = ids.get(settings.drugs());
    if (!problems.isEmpty() || raw == null || drugs == null) {
      throw new TopicsUnfit(problems);
    }
    return new TopicIds(raw, drugs);
  }

  /**
   * Refuses a raw topic that is no longer the one it was. One that is gone is an outage: it is not
   * there now.
   *
   * @param ids as {@link #check} gave them
   * @throws LedgerFault when it was deleted and made anew
   */
  public void refuseOther(TopicIds ids) {
    String id = ids.raw();
    String now = id(settings.raw())
        .orElseThrow(() -> new OutageException("topic " + settings.raw() + " is not there",
            new IllegalStateException("unknown topic")));
    if (!now.equals(id)) {
      throw new LedgerFault("topic " + settings.raw() + " had the id " + id + " and now has " + now
          + ": it was deleted and created again. Give processor.pipeline another name to begin new"
          + " books, or bring the old topic back");
    }
  }

  /**
   * Whether the dictionary's topic was deleted and made anew, so that it has to be read from its beginning.
   * While it is merely gone, what was read of it serves on.
   *
   * @param ids as {@link #check} gave them
   */
  public boolean hasOtherDictionary(TopicIds ids) {
    return id(settings.drugs()).filter(now -> !now.equals(ids.drugs())).isPresent();
  }

  private Optional<String> id(String topic) {
    return catalog.describe(topic).map(description -> description.topicId().toString());
  }

  /**
   * Whether the brokers can work for us now: every partition of the topics that it reads and writes has a
   * leader that answers, and what it publishes would be acknowledged, which takes enough replicas in sync. That
   * some broker describes a topic says neither.
   */
  public boolean answers() {
    try {
      return leadersAnswer(settings.raw()) && takes(settings.rejected())
          && (settings.enriched().isEmpty() || takes(settings.enriched().get()));
    } catch (OutageException | IllegalStateException | ExecutionException e) {
      return false;
    }
  }

  private boolean takes(String topic) throws ExecutionException {
    return leadersAnswer(topic) && enoughInSync(topic);
  }

  private boolean leadersAnswer(String topic) throws ExecutionException {
    var latest = new HashMap<TopicPartition, OffsetSpec>();
    catalog.describe(topic)
        .ifPresent(description -> description.partitions().forEach(partition -> latest
            .put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
    KafkaCall.get("tell where " + topic + " ends", admin.listOffsets(latest).all());
    return !latest.isEmpty();
  }

  private boolean enoughInSync(String topic) {
    int enough = Integer.parseInt(catalog.config(topic).getOrDefault("min.insync.replicas", "1"));
    return catalog.describe(topic).stream()
        .flatMap(description -> description.partitions().stream())
        .allMatch(partition -> partition.isr().size() >= enough);
  }

  /**
   * Refuses a raw topic that ends before what the ledger has applied: it was cut off or made anew.
   *
   * @param applied the ledger's {@code next_offset} by partition
   * @throws TopicsUnfit naming every such partition
   * @throws OutageException when the brokers do not answer: try again
   */
  public void refuseShorterThan(Map<Integer, Long> applied) {
    var problems = new ArrayList<String>();
    var ends = admin.listOffsets(applied.keySet().stream().collect(Collectors.toMap(
        partition -> new TopicPartition(settings.raw(), partition), _ -> OffsetSpec.latest())));
    applied.forEach((partition, next) -> {
      long end = end(ends, partition);
      if (end < next) {
        problems.add("partition " + partition + " of topic " + settings.raw() + " ends at offset "
            + end + ", but the ledger has applied up to " + next + ": the topic was truncated or"
            + " restored. Bring it back, or give processor.pipeline another name to begin new books");
      }
    });
    if (!problems.isEmpty()) {
      throw new TopicsUnfit(problems);
    }
  }

  /**
   * Where each partition of the raw topic ends, as readers of committed records see it.
   *
   * @throws OutageException when the brokers do not answer
   */
  public Map<Integer, Long> ends() {
    try {
      var asked = new HashMap<TopicPartition, OffsetSpec>();
      catalog.describe(settings.raw()).ifPresent(description -> description.partitions()
          .forEach(partition -> asked.put(
              new TopicPartition(settings.raw(), partition.partition()), OffsetSpec.latest())));
      var ends = new HashMap<Integer, Long>();
      KafkaCall.get("tell where " + settings.raw() + " ends", admin.listOffsets(asked,
          new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
          .forEach((at, end) -> ends.put(at.partition(), end.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw new OutageException("the end of topic " + settings.raw() + " is not known", e);
    }
  }

  private long end(ListOffsetsResult ends, int partition) {
    try {
      return KafkaCall.get("tell where partition " + partition + " ends",
          ends.partitionResult(new TopicPartition(settings.raw(), partition))).offset();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of partition " + partition + " is not known", e);
    }
  }

  private Optional<TopicDescription> found(String topic, List<String> problems) {
    Optional<TopicDescription> found = catalog.describe(topic);
    if (found.isEmpty() && settings.create()) {
      catalog.create(topic);
      found = catalog.describe(topic);
      if (found.isEmpty()) {
        throw new OutageException("the topic " + topic + " is being created",
            new IllegalStateException("not visible yet"));
      }
    }
    if (found.isEmpty()) {
      problems.add("topic " + topic + " does not exist: create it (processor topics --create), or"
          + " set processor.topics.create=true");
    }
    return found;
  }

  private void judge(TopicDescription description, List<String> problems) {
    String topic = description.name();
    Map<String, String> config = catalog.config(topic);
    if (topic.equals(settings.drugs())
        && !config.getOrDefault("cleanup.policy", "").contains("compact")) {
      problems.add("topic " + topic + " must have cleanup.policy=compact");
    }
    if (settings.development()) {
      return;
    }
    int replicas = TopicCatalog.fewestReplicas(description);
    if (replicas < DURABLE_REPLICAS) {
      problems.add("topic " + topic + " has " + replicas + " replicas; " + DURABLE_REPLICAS
          + " are needed, or processor.topics.development=true");
    }
    if (Integer.parseInt(config.getOrDefault("min.insync.replicas", "1")) < DURABLE_IN_SYNC) {
      problems.add("topic " + topic + " has min.insync.replicas below " + DURABLE_IN_SYNC
          + ", so that one lost disk can lose reports; raise it, or set"
          + " processor.topics.development=true");
    }
    if (Boolean.parseBoolean(config.getOrDefault("unclean.leader.election.enable", "false"))) {
      problems.add("topic " + topic + " has unclean.leader.election.enable=true, which loses"
          + " acknowledged reports; turn it off");
    }
  }

  /** The topics cannot be used as they are; the message lists why and what to do. */
  public static final class TopicsUnfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicsUnfit(List<String> problems) {
      super("the topics cannot be used:"
          + String.join("", problems.stream().map(problem -> "\n  - " + problem).toList()));
    }
  }
}
