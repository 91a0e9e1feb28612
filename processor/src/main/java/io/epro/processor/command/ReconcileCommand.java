package io.epro.processor.command;

import io.epro.config.Durations;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.intake.KafkaTopicRecords;
import io.epro.processor.postgres.LedgerKey;
import io.epro.processor.postgres.PostgresSnapshot;
import io.epro.processor.reconcile.Reconciler;
import io.epro.processor.reconcile.Reconciliation;
import io.epro.processor.reconcile.TopicRange;
import io.epro.processor.sink.InternalErrors;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reconcile}: whether topic, books and tables fit each other. */
@Command(name = "reconcile", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Holds the raw topic, the ledger and the tables against each other, and tells for every partition what"
      + " became of its records. It only reads, and may run beside the pipeline: what is processed"
      + " meanwhile does not disturb it.",
  "Records that wait to be processed (lag) are no imbalance, unless they were to be waited for."},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {
      "0:the books balance", "1:they do not; each thing that does not fit is told",
      "2:it could not be found out: command line, configuration, broker or database"})
public final class ReconcileCommand implements Callable<Integer> {
  private static final int BALANCES = 0;
  private static final int DOES_NOT = 1;
  private static final long LOOK_MILLIS = 200;

  @Mixin
  private final ConfigOption config = new ConfigOption();

  @Option(names = "--deep",
      description = "Go through the topic record by record: each must have its"
          + " row, with the same contents, or its rejection, with the same bytes, or be a report that is"
          + " stored already. Takes as long as reading the topic and sorting the table.")
  private boolean deep;

  @Option(names = "--wait", paramLabel = "DURATION",
      description = "First wait up to this long (30s,"
          + " 5m) until all that is in the topic now is processed; if it is not, that is an imbalance.")
  private @Nullable String wait;

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() throws InterruptedException {
    var patience = wait == null ? null : Durations.parse(wait);
    var settings = config.load();
    var result = reconciled(settings, patience);
    var out = printing.out();
    out.println(
        json ? ReconciliationJson.of(settings, result) : ReconciliationText.of(settings, result));
    out.flush();
    return result.balances() ? BALANCES : DOES_NOT;
  }

  private Reconciliation reconciled(ProcessorSettings settings, @Nullable Duration patience)
      throws InterruptedException {
    var errors = new InternalErrors(new SimpleMeterRegistry(), System::nanoTime);
    try (var progress = Progress.onStderr();
        var topic = new KafkaTopicRecords(settings.kafka(), settings.topics().raw(),
            new ReportValidator(Rules.from(settings.rules())), errors)) {
      var key = new LedgerKey(settings.pipeline(), settings.topics().raw(), topic.topicId());
      var awaited = patience == null ? List.<TopicRange>of()
          : awaited(topic, key, settings, patience, progress);
      try (var snapshot = PostgresSnapshot.open(settings, key)) {
        var reconciler = new Reconciler(topic, snapshot, awaited);
        return deep
            ? reconciler.recordByRecord((done, total) -> progress.at("records", done, total))
            : reconciler.count();
      }
    }
  }

  /** @return what the topic held at first, processed now or not */
  private static List<TopicRange> awaited(KafkaTopicRecords topic, LedgerKey key,
      ProcessorSettings settings, Duration patience, Progress progress)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    var held = topic.ranges();
    while (true) {
      long waiting = waiting(topic, held, key, settings);
      if (waiting == 0 || System.nanoTime() - deadline >= 0) {
        return held;
      }
      progress.at("offsets that wait", waiting, 0);
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static long waiting(KafkaTopicRecords topic, List<TopicRange> offsets, LedgerKey key,
      ProcessorSettings settings) {
    try (var snapshot = PostgresSnapshot.open(settings, key)) {
      var accounts = snapshot.accounts();
      return offsets.stream()
          .mapToLong(range -> Reconciler.waiting(topic, range, accounts.get(range.partition())))
          .sum();
    }
  }
}
