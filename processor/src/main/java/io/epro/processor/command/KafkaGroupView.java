package io.epro.processor.command;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import io.epro.processor.console.GroupView;
import io.epro.processor.intake.KafkaCall;
import io.epro.processor.ledger.OutageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** The group and the raw topic as the console shows them. Thread-safe. */
final class KafkaGroupView implements GroupView, AutoCloseable {
  private static final String THREAD = "-StreamThread-";
  private static final String CONSUMER = "-consumer";

  private final Admin admin;
  private final ProcessorSettings settings;
  private final String topic;

  /** Opens no connection yet. */
  KafkaGroupView(ProcessorSettings settings) {
    this.admin = Admin.create(settings.kafka().client(Map.of()));
    this.settings = settings;
    this.topic = settings.topics().raw();
  }

  @Override
  public Map<Integer, Ends> ends() {
    var asked = new ArrayList<TopicPartition>();
    get("describe topic " + topic, admin.describeTopics(List.of(topic)).topicNameValues()
        .get(topic)).partitions()
        .forEach(partition -> asked.add(new TopicPartition(topic, partition.partition())));
    var begins = offsets(asked, OffsetSpec.earliest());
    var ends = offsets(asked, OffsetSpec.latest());
    var all = new HashMap<Integer, Ends>();
    begins.forEach((partition, begin) -> all.put(partition,
        new Ends(begin, ends.getOrDefault(partition, begin))));
    return all;
  }

  private Map<Integer, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    partitions.forEach(partition -> asked.put(partition, which));
    var all = new HashMap<Integer, Long>();
    get("tell the offsets of topic " + topic,
        admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach((partition, found) -> all.put(partition.partition(), found.offset()));
    return all;
  }

  @Override
  public String groupState() {
    return get("list groups", admin.listGroups().all()).stream()
        .filter(group -> group.groupId().equals(settings.group())).findFirst()
        .flatMap(GroupListing::groupState).map(GroupState::toString).orElse("none yet");
  }

  @Override
  public List<Member> members() {
    try {
      var members = settings.groupProtocol() == GroupProtocol.STREAMS ? streams() : classic();
      return members.stream().sorted(Comparator.comparing(Member::thread)).toList();
    } catch (OutageException e) {
      if (e.getCause() != null && e.getCause().getCause() instanceof GroupIdNotFoundException) {
        return List.of();
      }
      throw e;
    }
  }

  private List<Member> streams() {
    var group = get("describe group " + settings.group(),
        admin.describeStreamsGroups(List.of(settings.group())).describedGroups()
            .get(settings.group()));
    return group.members().stream().map(member -> {
      var partitions = new TreeSet<Integer>();
      member.assignment().activeTasks().forEach(task -> partitions.addAll(task.partitions()));
      return member(member.clientId(), member.clientHost(), partitions);
    }).toList();
  }

  private List<Member> classic() {
    var group = get("describe group " + settings.group(),
        admin.describeConsumerGroups(List.of(settings.group())).describedGroups()
            .get(settings.group()));
    return group.members().stream().map(member -> {
      var partitions = new TreeSet<Integer>();
      member.assignment().topicPartitions().stream()
          .filter(partition -> partition.topic().equals(topic))
          .forEach(partition -> partitions.add(partition.partition()));
      return member(member.clientId(), member.host(), partitions);
    }).toList();
  }

  private Member member(String clientId, String host, Set<Integer> partitions) {
    String thread = clientId.endsWith(CONSUMER)
        ? clientId.substring(0, clientId.length() - CONSUMER.length()) : clientId;
    int at = thread.indexOf(THREAD);
    return new Member(at < 0 ? thread : thread.substring(0, at), thread,
        host.startsWith("/") ? host.substring(1) : host, partitions.stream().sorted().toList());
  }

  private static <T> T get(String what, @Nullable KafkaFuture<T> future) {
    try {
      return KafkaCall.get(what, future);
    } catch (ExecutionException e) {
      throw new OutageException("Kafka cannot " + what, e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
