package io.epro.local.kafka;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The settings of a broker that is small and restarted often, alone or one of a few. */
final class BrokerProperties {
  private BrokerProperties() {}

  private static final Set<String> OF_LISTENERS = Set.of("listeners", "advertised.listeners",
      "listener.security.protocol.map");

  /**
   * @param others on top of ours; an empty value leaves Kafka's own default. Of listeners those with
   *     another name stand beside ours.
   */
  static Map<String, String> of(int port, Seat seat, Path data, Map<String, String> others) {
    var all = new TreeMap<String, String>();
    all.putAll(whereItIs(port, seat, data));
    all.putAll(copies(seat.replicas()));
    all.putAll(SMALL);
    all.putAll(QUICK);
    all.putAll(QUICK_GROUPS);
    others.forEach((key, value) -> all.merge(key, value,
        (ours, other) -> OF_LISTENERS.contains(key) ? byName(ours, other) : other));
    all.values().removeIf(String::isEmpty);
    return all;
  }

  private static String byName(String ours, String others) {
    var all = new LinkedHashMap<String, String>();
    for (var listener : (ours + "," + others).split(",", -1)) {
      all.put(listener.substring(0, listener.indexOf(':')), listener);
    }
    return String.join(",", all.values());
  }

  /** Names of the settings that say how groups share their partitions. */
  static Set<String> ofGroups() {
    return QUICK_GROUPS.keySet();
  }

  // Voters are static, since those may change their port between two starts on the same data.
  private static Map<String, String> whereItIs(int port, Seat seat, Path data) {
    return Map.of(
        "process.roles", "broker,controller",
        "node.id", Integer.toString(seat.id()),
        "listeners",
        "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:"
            + seat.controllerPort(),
        "advertised.listeners", "PLAINTEXT://127.0.0.1:" + port,
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "controller.listener.names", "CONTROLLER",
        "controller.quorum.voters", seat.voters(),
        "log.dirs", data.toString());
  }

  private static Map<String, String> copies(int replicas) {
    var all = Integer.toString(replicas);
    var inSync = Integer.toString(Math.max(1, replicas - 1));
    return Map.of(
        "auto.create.topics.enable", "false",
        "default.replication.factor", all,
        "min.insync.replicas", inSync,
        "offsets.topic.replication.factor", all,
        "transaction.state.log.replication.factor", all,
        "transaction.state.log.min.isr", inSync,
        "share.coordinator.state.topic.replication.factor", all,
        "share.coordinator.state.topic.min.isr", inSync);
  }

  private static final Map<String, String> SMALL = Map.of(
      "offsets.topic.num.partitions", "4",
      "transaction.state.log.num.partitions", "4",
      "share.coordinator.state.topic.num.partitions", "4",
      "log.cleaner.dedupe.buffer.size", "2097152",
      "num.network.threads", "2",
      "num.io.threads", "4",
      // A rejected record is a raw record of the largest size with headers on top.
      "message.max.bytes", "2097152",
      "replica.fetch.max.bytes", "2097152");

  // After kill -9 the broker waits for its own old session to end.
  private static final Map<String, String> QUICK = Map.of(
      "broker.session.timeout.ms", "2000",
      "broker.heartbeat.interval.ms", "500");

  // As docs/operations.md advises, and no waiting for further members of a new group.
  private static final Map<String, String> QUICK_GROUPS = Map.of(
      "group.initial.rebalance.delay.ms", "0",
      "group.streams.initial.rebalance.delay.ms", "0",
      "group.streams.min.heartbeat.interval.ms", "100",
      "group.streams.heartbeat.interval.ms", "500",
      "group.streams.assignment.interval.ms", "0",
      "group.streams.min.session.timeout.ms", "2000",
      "group.streams.session.timeout.ms", "6000");
}
