package io.epro.processor.command;

import io.epro.processor.intake.KafkaGroups;
import io.epro.processor.postgres.PostgresReplays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code replay drop}. */
@Command(name = "drop", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Forgets a replay, with its tables and its group. What was promoted stays.")
final class ReplayDropCommand implements Callable<Integer> {
  private static final int REFUSED = 2;

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Mixin
  private final ReplayOption replay = new ReplayOption();
  @Mixin
  private final Consent consent = new Consent();
  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() {
    var settings = config.load();
    try (var replays = PostgresReplays.open(settings)) {
      var name = replay.plan(replays).name();
      if (!consent.to("Drop the replay " + name + " with all its tables")) {
        return REFUSED;
      }
      KafkaGroups.delete(settings.kafka(), name.group(settings.group()));
      replays.drop(name);
      printing.out().println("The replay " + name + " is dropped.");
      return 0;
    }
  }
}
