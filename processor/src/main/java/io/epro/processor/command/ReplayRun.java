package io.epro.processor.command;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.console.Operations.Watcher;
import io.epro.processor.intake.KafkaGroups;
import io.epro.processor.intake.StopSignal;
import io.epro.processor.ledger.Ledger;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.postgres.Database;
import io.epro.processor.postgres.LedgerKey;
import io.epro.processor.postgres.PostgresLedger;
import io.epro.processor.reconcile.TopicRecords;
import io.epro.processor.replay.ReplayPlan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * The pipeline of a replay, from where its books stand to the end of its ranges.
 *
 * <p><b>Why it may be killed.</b> All that it knows of how far it has come is its ledger, which moves in the
 * transaction of the rows. What is done before the pipeline starts (tables made, books opened, the group
 * placed) leaves alone what is there, so that each of these may be done again, also by others at the same time.
 */
final class ReplayRun {
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final ProcessorSettings settings;
  private final ReplayPlan plan;
  private final Scope scope;
  private final TopicRecords topic;
  private final Watcher watcher;

  /** @param settings the replay's own */
  ReplayRun(ProcessorSettings settings, ReplayPlan plan, Scope scope, TopicRecords topic,
      Watcher watcher) {
    this.settings = settings;
    this.plan = plan;
    this.scope = scope;
    this.topic = topic;
    this.watcher = watcher;
  }

  /** Ctrl-C or TERM end it. */
  static StopSignal stoppedByTermination(ProcessorSettings settings) {
    return StopSignal.onTermination(settings.drainTimeout().plus(CLOSING));
  }

  /**
   * @return whether it came to its end; otherwise it was told to stop
   * @throws OutageException when it stopped by itself
   */
  boolean run(StopSignal stop) throws Exception {
    try (var database = new Database(settings, new SimpleMeterRegistry(), stop::given)) {
      database.migrate();
      var ledger = new PostgresLedger(database,
          new LedgerKey(settings.pipeline(), settings.topics().raw(), plan.topicId()));
      open(ledger);
      KafkaGroups.begin(settings.kafka(), settings.group(), settings.topics().raw(), beginnings());
      try (
          var assembly = new Assembly(settings, new SimpleMeterRegistry(), database, stop, scope)) {
        var exit = new FutureTask<>(assembly::run);
        Thread.ofPlatform().name("replay").start(exit);
        boolean complete = untilComplete(ledger, exit, stop);
        stop.give();
        if (exit.get(CLOSING.toSeconds(), TimeUnit.SECONDS) != 0 && !complete) {
          throw new OutageException("the replay stopped by itself: "
              + String.join("; ", assembly.live().reasons()));
        }
        return complete;
      }
    }
  }

  /** The books begin where the ranges do, not where the topic does. */
  private void open(Ledger ledger) {
    plan.ranges().forEach((partition, range) -> {
      if (range.size() > 0) {
        ledger.open(partition, range.from());
      }
    });
  }

  /** What lies before, and partitions that are left out, need not even be read. */
  private Map<Integer, Long> beginnings() {
    var beginnings = new HashMap<Integer, Long>();
    for (var held : topic.ranges()) {
      var range = plan.ranges().get(held.partition());
      beginnings.put(held.partition(), range == null || range.size() == 0 ? held.end()
          : range.from());
    }
    return beginnings;
  }

  private boolean untilComplete(PostgresLedger ledger, FutureTask<Integer> exit, StopSignal stop) {
    while (!exit.isDone() && !stop.await(LOOK)) {
      try {
        var next = ledger.nextOffsets();
        watcher.at("offsets", plan.done(next), plan.offsets());
        if (nothingLeft(next)) {
          return true;
        }
      } catch (OutageException e) {
        // The pipeline waits for it, and says so.
      }
    }
    return false;
  }

  private boolean nothingLeft(Map<Integer, Long> next) {
    for (var entry : plan.ranges().entrySet()) {
      long to = entry.getValue().to();
      long at = next.getOrDefault(entry.getKey(), to);
      // Behind the last record there may be the ends of transactions.
      if (at < to && topic.holdsRecord(entry.getKey(), at, to)) {
        return false;
      }
    }
    return true;
  }
}
