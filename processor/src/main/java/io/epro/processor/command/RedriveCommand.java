package io.epro.processor.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.intake.KafkaRawTopic;
import io.epro.processor.postgres.PostgresRejections;
import io.epro.processor.redrive.Redriver;
import io.epro.processor.redrive.Rejections;
import io.epro.processor.redrive.Selection;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code redrive}: a second chance for rejected records. */
@Command(name = "redrive", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Publishes rejected records again, raw as they were received, so that the pipeline judges them by the"
      + " rules and with the code of now. A report that passes is stored under the same id; what is"
      + " rejected again is a new rejection.",
  "Without options that narrow it: all that are open. It may be interrupted at any time, also by"
      + " kill -9, and run again: nothing is published twice for one rejection. The view"
      + " rejection_history tells how each ended."},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {
      "0:done, or nothing to do",
      "1:done, but some were left alone: they had all their chances, or are too large for the topic",
      "2:not, or not all, done: command line, configuration, broker or database; run it again"})
public final class RedriveCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DONE = 0;
  private static final int LEFT_SOME = 1;
  private static final int REFUSED = 2;

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Mixin
  private final SelectionOptions selected = new SelectionOptions();

  @Option(names = "--max-attempts", defaultValue = "" + Redriver.USUAL_CHANCES, paramLabel = "N",
      description = "How many"
          + " second chances a report gets in all (default: ${DEFAULT-VALUE}).")
  private int maxAttempts;

  @Option(names = "--dry-run", description = "Only tell how many it would be.")
  private boolean dryRun;

  @Mixin
  private final Asker asker = new Asker();

  @Mixin
  private final Consent consent = new Consent();

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() {
    var out = printing.out();
    var settings = config.load();
    try (var rejections = PostgresRejections.open(settings.postgres(), settings.topics().raw())) {
      var selection = selected.selection(rejections);
      var groups = rejections.count(selection);
      long all = groups.values().stream().mapToLong(Long::longValue).sum();
      boolean unfinished = !rejections.unfinished().isEmpty();
      if (dryRun || (all == 0 && !unfinished)) {
        long exhausted = rejections.exhausted(selection, maxAttempts);
        tell(out, groups, all, exhausted);
        return exhausted == 0 ? DONE : LEFT_SOME;
      }
      if (!consent.to("Publish %,d rejected records again".formatted(all))) {
        out.println("Nothing was done.");
        return REFUSED;
      }
      return redrive(settings, rejections, selection, all, out);
    }
  }

  private int redrive(ProcessorSettings settings, Rejections rejections, Selection selection,
      long all, PrintWriter out) {
    try (var progress = Progress.onStderr();
        var topic = new KafkaRawTopic(settings.kafka(), settings.topics().raw())) {
      var outcome = new Redriver(rejections, topic, maxAttempts, asker.name())
          .run(selection, done -> progress.at("published again", done, all));
      progress.close();
      out.println(json ? JSON.createObjectNode().put("redriven", outcome.redriven())
          .put("resumed", outcome.resumed()).put("exhausted", outcome.exhausted())
          .put("tooLarge", outcome.tooLarge()).toString()
          : inWords(outcome));
      return outcome.exhausted() + outcome.tooLarge() == 0 ? DONE : LEFT_SOME;
    }
  }

  private String inWords(Redriver.Outcome outcome) {
    var words = new StringBuilder(
        Words.of(outcome.redriven(), "record") + " published again");
    if (outcome.resumed() > 0) {
      words.append(", %,d of them begun by an earlier run".formatted(outcome.resumed()));
    }
    if (outcome.exhausted() > 0) {
      words.append("; %,d left alone, since their reports had %s (--max-attempts)"
          .formatted(outcome.exhausted(), Words.of(maxAttempts, "chance")));
    }
    if (outcome.tooLarge() > 0) {
      words.append("; %,d left alone, since the brokers do not take them: raise max.message.bytes"
          .formatted(outcome.tooLarge()));
    }
    return words.append('.').toString();
  }

  private void tell(PrintWriter out, Map<Rejections.Group, Long> groups, long all,
      long exhausted) {
    if (json) {
      var told = JSON.createObjectNode().put("open", all).put("exhausted", exhausted);
      var array = told.putArray("groups");
      groups.forEach((group, count) -> array.addObject().put("partition", group.partition())
          .put("code", group.code()).put("count", count));
      out.println(told);
      return;
    }
    if (all == 0) {
      out.println("No open rejection is meant.");
      return;
    }
    var byCode = new TreeMap<String, Long>();
    groups.forEach((group, count) -> byCode.merge(group.code(), count, Long::sum));
    var table = new TextTable(List.of("first code", "rejections"));
    byCode.forEach((code, count) -> table.row(List.of(code, "%,d".formatted(count))));
    table.row(List.of("total", "%,d".formatted(all)));
    out.print(table);
    if (exhausted > 0) {
      out.println("%s of them would be left alone: the reports had %s (--max-attempts)."
          .formatted(Words.grouped(exhausted), Words.of(maxAttempts, "chance")));
    }
    out.println("Nothing was done.");
  }
}
