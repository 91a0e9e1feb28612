package io.epro.processor.model;

import io.epro.processor.sink.BatchGivenUp;
import io.epro.processor.sink.SinkLimits;
import io.epro.processor.sink.InternalErrors;
import io.epro.processor.sink.SinkMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One small world: a topic, a group, a database, a few processes. Made of its choices alone. */
final class World {
  static final Duration FLUSH_INTERVAL = Duration.ofMillis(12);
  /** Room for three attempts: {@code ThreadBatch} waits 50 ms, then 100. */
  private static final Duration BLOCK_LIMIT = Duration.ofMillis(160);
  private static final int BATCH_BYTES = 1 << 12;
  /** Counts nothing. */
  static final SinkMetrics METRICS = new SinkMetrics(new CompositeMeterRegistry(),
      Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  static final InternalErrors ERRORS = new InternalErrors(new CompositeMeterRegistry(), () -> 0);

  final Choices choices;
  final Wiring wiring;
  final Story story;
  final Schedule schedule;
  final SimLog log;
  final Laws laws;
  final SimGroup group;
  final SimDatabase database = new SimDatabase();
  final Faults faults;
  final List<SimInstance> instances = new ArrayList<>();
  final SinkLimits limits;
  final int threads;
  final int pollRecords;
  final long commitIntervalNanos;
  private final int frozenInTheEnd;
  private final int wildSteps;
  private boolean kafkaDown;

  World(Choices choices, Wiring wiring, boolean told) {
    this.choices = choices;
    this.wiring = wiring;
    story = new Story(told);
    schedule = new Schedule(choices);
    log = Topic.make(choices);
    laws = new Laws(log);
    group = new SimGroup(log.partitions(), laws);
    threads = 1 + choices.below(2);
    pollRecords = 1 + choices.below(4);
    commitIntervalNanos = 6_000_000L * choices.below(4);
    int records = choices.oneIn(2) ? 1 + choices.below(3) : 100;
    limits = new SinkLimits(records, BATCH_BYTES, FLUSH_INTERVAL, BLOCK_LIMIT,
        choices.oneIn(4) ? 0 : records);
    frozenInTheEnd = choices.below(3);
    wildSteps = 80 + 60 * choices.below(6);
    faults = new Faults(this, choices);
    wiring.world.accept(this);
    faults.startInstance();
    if (choices.oneIn(2)) {
      faults.startInstance();
    }
  }

  /** Runs the history to its end. */
  void run() {
    while (laws.broken() == null && schedule.steps() < wildSteps) {
      faults.maybe();
      if (!schedule.runOne()) {
        faults.startInstance();
      }
    }
    new Aftermath(this, frozenInTheEnd).run();
  }

  /** The name of the thread that runs. */
  String who() {
    return schedule.current().name;
  }

  <T> Optional<T> pick(List<T> from) {
    return from.isEmpty() ? Optional.empty()
        : Optional.of(from.get(choices.below(from.size())));
  }

  /** Those that run. */
  List<SimInstance> alive() {
    return instances.stream().filter(SimProcess::runs).toList();
  }

  boolean kafkaDown() {
    return kafkaDown;
  }

  boolean stopKafka() {
    boolean stops = !kafkaDown;
    if (stops) {
      story.tell(() -> "the broker goes away");
      story.mark(Situation.KAFKA_DOWN);
      kafkaDown = true;
    }
    return stops;
  }

  void startKafka() {
    story.tell(() -> "the broker is back");
    kafkaDown = false;
  }

  void expel(SimGroup.Member member) {
    for (SimInstance instance : instances) {
      for (SimStreamThread thread : instance.threads()) {
        if (thread.consumer().member() == member) {
          story.tell(() -> "the coordinator puts " + thread.name + " out of the group");
          if (instance.runs()) {
            story.mark(Situation.EXPULSION);
          }
        }
      }
    }
    group.expel(member);
  }

  void gaveUp(BatchGivenUp given) {
    story.mark(Situation.POISONED);
    String reason = String.valueOf(given.getMessage());
    if (reason.contains("another instance")) {
      story.mark(Situation.SUPERSEDED);
      if (schedule.current().process().wasFrozen()) {
        story.mark(Situation.ZOMBIE_REFUSED);
      }
    } else if (reason.contains("a patient was erased")) {
      story.mark(Situation.ERASED_MEANWHILE);
    } else if (reason.contains("rolled back")) {
      story.mark(Situation.ROLLED_BACK);
    }
  }

  void unexpected(String who, Throwable thrown) {
    story.tell(() -> who + " dies of " + thrown);
    laws.broken("nothing unexpected is thrown: " + thrown);
  }
}
