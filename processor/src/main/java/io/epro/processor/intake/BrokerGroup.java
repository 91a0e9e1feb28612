package io.epro.processor.intake;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import io.epro.processor.ledger.OutageException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The group as the brokers know it, looked at before this process joins. Under the streams protocol it
 * is the brokers who say how soon a dead member is missed: one that nobody tuned waits 45 s, so the start
 * tells where that is longer than the configuration wishes. And members that are configured otherwise
 * than this process must have left before it may join.
 */
public final class BrokerGroup {
  /** Of the group's settings on the broker, by Kafka's name. */
  static final String SESSION_TIMEOUT = "streams.session.timeout.ms";
  /** Of a member's tags, the one that names its dictionary. */
  static final String DICTIONARY_TAG = "drugs";
  private static final int MAX_TAG = 30;
  private static final Logger LOG = LoggerFactory.getLogger(BrokerGroup.class);

  private final Admin admin;
  private final ProcessorSettings settings;

  public BrokerGroup(Admin admin, ProcessorSettings settings) {
    this.admin = admin;
    this.settings = settings;
  }

  /** Warns where a dead member would be missed late. Never a reason not to start. */
  public void advise() {
    if (settings.groupProtocol() == GroupProtocol.CLASSIC) {
      return;
    }
    sessionTimeout().filter(timeout -> timeout.compareTo(settings.sessionTimeout()) > 0)
        .ifPresent(timeout -> LOG.atWarn().addKeyValue("group", settings.group())
            .addKeyValue("brokersSessionTimeout", timeout)
            .addKeyValue("wanted", settings.sessionTimeout())
            .log("The partitions of an instance that dies will wait for the brokers' session"
                + " timeout; docs/operations.md says what to set there"));
  }

  /**
   * Refuses to join members with which this one cannot share the partitions: of another group protocol,
   * of another topology, or with another dictionary (which only the streams protocol lets members tell).
   * Not for ever: when they have left, it may.
   *
   * @throws OutageException naming the setting that differs, or when the brokers do not answer
   */
  public void refuseOtherMembers() {
    var mine = settings.groupProtocol() == GroupProtocol.STREAMS
        ? GroupType.STREAMS : GroupType.CLASSIC;
    listing().filter(group -> !group.groupState().equals(Optional.of(GroupState.EMPTY)))
        .flatMap(GroupListing::type).ifPresent(type -> {
          if (type != mine) {
            throw otherwise("processor.group-protocol", type.toString());
          }
          if (type == GroupType.STREAMS) {
            refuseOtherTopics(describe());
          }
        });
  }

  private Optional<GroupListing> listing() {
    try {
      return KafkaCall.get("list groups", admin.listGroups().all()).stream()
          .filter(listing -> listing.groupId().equals(settings.group())).findFirst();
    } catch (ExecutionException e) {
      throw new IllegalStateException("groups cannot be listed", e);
    }
  }

  private StreamsGroupDescription describe() {
    try {
      return KafkaCall.get("describe group " + settings.group(),
          admin.describeStreamsGroups(List.of(settings.group())).describedGroups()
              .get(settings.group()));
    } catch (ExecutionException e) {
      throw new OutageException("the group " + settings.group() + " cannot be described", e);
    }
  }

  private void refuseOtherTopics(StreamsGroupDescription group) {
    if (group.members().isEmpty()) {
      return;
    }
    var raw = group.subtopologies().stream().flatMap(part -> part.sourceTopics().stream())
        .collect(Collectors.toCollection(TreeSet::new));
    if (!raw.isEmpty() && !raw.equals(Set.of(settings.topics().raw()))) {
      throw otherwise("processor.topics.raw", String.join(",", raw));
    }
    group.members().stream().map(member -> member.clientTags().get(DICTIONARY_TAG))
        .filter(Objects::nonNull).filter(other -> !other.equals(dictionaryTag(settings)))
        .findFirst().ifPresent(other -> {
          throw otherwise("processor.topics.drugs", other);
        });
  }

  private OutageException otherwise(String key, String theirs) {
    return new OutageException("the group " + settings.group() + " has members with another "
        + key + " (" + theirs + "); this process joins when they have left. Give all the same");
  }

  /** What members tell each other of their dictionary; Kafka takes no more than 30 characters. */
  static String dictionaryTag(ProcessorSettings settings) {
    var topic = settings.topics().drugs();
    return topic.substring(Math.max(0, topic.length() - MAX_TAG));
  }

  /** What the brokers have in force for the group; empty where they do not tell. */
  Optional<Duration> sessionTimeout() {
    var group = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
    try {
      var config = KafkaCall.get("tell the settings of group " + settings.group(),
          admin.describeConfigs(List.of(group)).values().get(group));
      return Optional.ofNullable(config.get(SESSION_TIMEOUT)).map(ConfigEntry::value)
          .map(Long::parseLong).map(Duration::ofMillis);
    } catch (ExecutionException | OutageException e) {
      LOG.atInfo().addKeyValue("group", settings.group())
          .addKeyValue("reason", e.getMessage())
          .log("The brokers do not tell their session timeout");
      return Optional.empty();
    }
  }
}
