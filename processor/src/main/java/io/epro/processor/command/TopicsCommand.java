package io.epro.processor.command;

import io.epro.processor.intake.StopSignal;
import io.epro.processor.intake.TopicCatalog;
import io.epro.processor.intake.TopicGuard;
import io.epro.processor.ledger.OutageException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code topics}: checks the topics as the pipeline does at its start, and makes or widens them. */
@Command(name = "topics", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Checks the topics that are configured as the pipeline does at its start: there, and durable enough. With"
      + " --create it first makes those that are missing, with processor.topics.partitions and"
      + " .replicas; with --partitions it first widens the raw and the rejected topic."},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:they are fit for use",
      "2:they are not, and why; or the brokers do not answer"})
public final class TopicsCommand implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 20;

  @Mixin
  private final ConfigOption config = new ConfigOption();

  @Option(names = "--create", description = "Make what is missing.")
  private boolean create;

  @Option(names = "--partitions", paramLabel = "N", description = {
    "Widen the raw and the rejected topic to so many. There is no way back, and a patient's reports"
        + " may go to another partition from then on."})
  private @Nullable Integer partitions;

  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() {
    var settings = config.load(Map.of("processor.topics.create", String.valueOf(create)));
    try (var admin = Admin.create(settings.kafka().client(Map.of()))) {
      var catalog = new TopicCatalog(admin, settings.topics());
      checked(new TopicGuard(admin, settings.topics()));
      if (partitions != null) {
        catalog.widen(partitions);
      }
      var table = new TextTable(
          List.of("topic", "partitions", "replicas", "min in sync", "cleanup", "kept for"));
      catalog.facts().forEach(topic -> table.row(List.of(topic.name(),
          String.valueOf(topic.partitions()), String.valueOf(topic.replicas()), topic.minInSync(),
          topic.cleanup(), topic.retention())));
      printing.out().print(table);
      printing.out().flush();
      return 0;
    }
  }

  /** What was just made may not be seen by all brokers yet. */
  private void checked(TopicGuard guard) {
    var pause = new StopSignal();
    for (int attempt = 1;; attempt++) {
      try {
        guard.check();
        return;
      } catch (OutageException e) {
        if (!create || attempt == ATTEMPTS) {
          throw e;
        }
        pause.await(PAUSE);
      }
    }
  }
}
