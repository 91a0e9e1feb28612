package io.epro.processor.command;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.console.Operations;
import io.epro.processor.intake.KafkaRawTopic;
import io.epro.processor.intake.StopSignal;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.postgres.PostgresRejections;
import io.epro.processor.postgres.PostgresReplays;
import io.epro.processor.redrive.Redriver;
import io.epro.processor.redrive.Selection;
import io.epro.processor.replay.ReplayDiff;
import io.epro.processor.replay.ReplayName;
import io.smallrye.config.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commands' work for the console's buttons, each with connections of its own. */
final class ConsoleTools implements Operations {
  private final ConfigOption config;
  private final ProcessorSettings settings;
  private volatile @Nullable StopSignal replay;

  /** @param config to load again as the user of the tools */
  ConsoleTools(ConfigOption config) {
    this.config = config;
    this.settings = asTools(Map.of());
  }

  private ProcessorSettings asTools(Map<String, String> values) {
    var all = new HashMap<>(values);
    var console = config.load().console();
    console.toolsUser().ifPresent(user -> all.put("processor.postgres.user", user));
    console.toolsPassword().map(Secret::get)
        .ifPresent(password -> all.put("processor.postgres.password", password));
    return config.load(all);
  }

  private PostgresRejections rejections() {
    return PostgresRejections.open(settings.postgres(), settings.topics().raw());
  }

  @Override
  public Count count(Selection selection) {
    try (var rejections = rejections()) {
      var now = rejections.now();
      long open = rejections.count(new Selection(selection.codes(), selection.since(), now,
          selection.patientId(), selection.partition())).values().stream()
          .mapToLong(Long::longValue).sum();
      return new Count(open, now);
    }
  }

  @Override
  public Redriver.Outcome redrive(Selection selection, String by, Watcher watcher) {
    try (var rejections = rejections();
        var topic = new KafkaRawTopic(settings.kafka(), settings.topics().raw())) {
      long all = rejections.count(selection).values().stream().mapToLong(Long::longValue).sum();
      return new Redriver(rejections, topic, Redriver.USUAL_CHANCES, by).run(selection,
          done -> watcher.at("published again", done, all));
    }
  }

  @Override
  public long discard(Selection selection, String reason, String by) {
    try (var rejections = rejections()) {
      return rejections.discard(selection, reason, by);
    }
  }

  @Override
  public boolean replay(ReplayOrder order, Watcher watcher) {
    try {
      return new ReplayWork(this::asTools, _ -> stoppable(), watcher)
          .run(new ReplayWork.Order(new ReplayName(order.name()), order.from(), order.to(),
              Set.of(), Set.of(), null, order.maxRate(), order.by()))
          .isPresent();
    } catch (Exception e) {
      if (Mendable.is(e)) {
        throw new OutageException(String.valueOf(e.getMessage()), e);
      }
      throw new IllegalStateException("the replay met a bug", e);
    } finally {
      replay = null;
    }
  }

  private StopSignal stoppable() {
    var signal = new StopSignal();
    replay = signal;
    return signal;
  }

  @Override
  public void stop() {
    StopSignal running = replay;
    if (running != null) {
      running.give();
    }
  }

  @Override
  public ReplayDiff diff(String replay, int samples) {
    try (var replays = PostgresReplays.open(settings)) {
      var name = new ReplayName(replay);
      return replays.diff(replays.find(name).orElseThrow(
          () -> new IllegalArgumentException("there is no replay " + name)), samples);
    }
  }
}
