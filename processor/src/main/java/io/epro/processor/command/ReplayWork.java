package io.epro.processor.command;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.console.Operations.Watcher;
import io.epro.processor.intake.KafkaTopicRecords;
import io.epro.processor.intake.StopSignal;
import io.epro.processor.postgres.ErasureTable;
import io.epro.processor.postgres.PostgresReplays;
import io.epro.processor.replay.BoundedLog;
import io.epro.processor.replay.Pace;
import io.epro.processor.replay.ReplayAdmission;
import io.epro.processor.replay.ReplayName;
import io.epro.processor.replay.ReplayPlan;
import io.epro.processor.replay.Replays;
import io.epro.processor.sink.InternalErrors;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A replay from what was asked for to its completion, whoever asked. */
final class ReplayWork {
  private final Configuration configuration;
  private final Function<ProcessorSettings, StopSignal> stops;
  private final Watcher watcher;

  /** Gives the settings with fixed values in front of all others. */
  interface Configuration {
    ProcessorSettings load(Map<String, String> values);
  }

  /**
   * What is asked for; what is null or empty means all there is.
   *
   * @param threads stream threads; null for those of the live pipeline
   * @param maxRate records a second at most, in this process; 0 for no bound
   * @param by who asks, for the record
   */
  record Order(ReplayName name, @Nullable String from, @Nullable String to,
      Set<Integer> partitions, Set<String> patients, @Nullable Integer threads, long maxRate,
      String by) {

    @Override
    public String toString() {
      return "Order[" + name + "]";
    }
  }

  /** @param stops gives the wish to end it, when its pipeline is about to begin */
  ReplayWork(Configuration configuration, Function<ProcessorSettings, StopSignal> stops,
      Watcher watcher) {
    this.configuration = configuration;
    this.stops = stops;
    this.watcher = watcher;
  }

  /**
   * Begins it, or goes on with it.
   *
   * @return its offsets; empty when it was told to stop before their end
   * @throws IllegalArgumentException when there is one of that name over other records
   */
  OptionalLong run(Order order) throws Exception {
    var live = configuration.load(Map.of());
    var errors = new InternalErrors(new SimpleMeterRegistry(), System::nanoTime);
    try (var topic = new KafkaTopicRecords(live.kafka(), live.topics().raw(),
        new ReportValidator(Rules.from(live.rules())), errors);
        var replays = PostgresReplays.open(live)) {
      var plan = plan(order, topic, replays);
      var scope = new Scope(log -> new BoundedLog(log, plan),
          new ReplayAdmission(plan, new Pace(order.maxRate(), System::nanoTime)),
          new ErasureTable(live), false);
      var settings = mine(order, live);
      try (var stop = stops.apply(settings)) {
        if (!new ReplayRun(settings, plan, scope, topic, watcher).run(stop)) {
          return OptionalLong.empty();
        }
      }
      replays.complete(plan);
      return OptionalLong.of(plan.offsets());
    }
  }

  private static ReplayPlan plan(Order order, KafkaTopicRecords topic, Replays replays) {
    var known = replays.find(order.name());
    if (known.isPresent()) {
      refuseOther(order, known.get(), topic);
      return known.get();
    }
    var plan = new ReplayPlan(order.name(), topic.topicId(),
        ReplayBounds.of(topic, order.from(), order.to(), order.partitions()), order.patients(),
        Instant.now(), order.by());
    replays.add(plan);
    return plan;
  }

  /** The same order goes on with it; so does one that leaves out what it is over. */
  private static void refuseOther(Order order, ReplayPlan begun, KafkaTopicRecords topic) {
    boolean same = (order.partitions().isEmpty()
        || order.partitions().equals(begun.ranges().keySet()))
        && (order.patients().isEmpty() || order.patients().equals(begun.patients()));
    if (order.from() != null || order.to() != null) {
      var now = ReplayBounds.of(topic, order.from(), order.to(), begun.ranges().keySet());
      for (var range : begun.ranges().entrySet()) {
        var asked = now.getOrDefault(range.getKey(), range.getValue());
        same &= order.from() == null || asked.from() == range.getValue().from();
        same &= order.to() == null || asked.to() == range.getValue().to();
      }
    }
    if (!same) {
      throw new IllegalArgumentException("the replay " + begun.name() + " was begun already, over"
          + " other records than these (replay list shows them). Without --from, --to, --partitions and"
          + " --patients it goes on; for another one take another name, or drop it first");
    }
  }

  private ProcessorSettings mine(Order order, ProcessorSettings live) {
    var values = new HashMap<>(order.name().settings(live.group()));
    if (order.threads() != null) {
      values.put("processor.threads", order.threads().toString());
    }
    return configuration.load(values);
  }
}
