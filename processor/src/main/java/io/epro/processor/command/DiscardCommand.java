package io.epro.processor.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.postgres.PostgresRejections;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code discard}: rejected records that are to stay rejected. */
@Command(name = "discard", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Closes open rejections for good: no redrive takes them any more. They stay in the table, with who"
      + " closed them, when and why, and the books go on counting them. There is no way back.",
  "It takes an option that narrows it, or --all."},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done, or nothing to do",
      "2:not done: command line, configuration or database"})
public final class DiscardCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REFUSED = 2;

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Mixin
  private final SelectionOptions selected = new SelectionOptions();

  @Option(names = "--reason", required = true, paramLabel = "TEXT",
      description = "Why, for the record; no patient's data.")
  private String reason = "";

  @Option(names = "--all", description = "All that are open.")
  private boolean all;

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
    if (!all && !selected.narrows()) {
      throw new IllegalArgumentException(
          "without --code, --since, --until, --patient or --partition"
              + " this would close every open rejection for good: say --all if that is meant");
    }
    var settings = config.load();
    try (var rejections = PostgresRejections.open(settings.postgres(), settings.topics().raw())) {
      var selection = selected.selection(rejections);
      long found = rejections.count(selection).values().stream().mapToLong(Long::longValue).sum();
      if (dryRun || (found > 0 && !consent.to("Discard " + Words.of(found, "rejected record")))) {
        out.println(json ? JSON.createObjectNode().put("open", found).toString()
            : Words.of(found, "rejection") + " would be discarded. Nothing was done.");
        return dryRun ? 0 : REFUSED;
      }
      long discarded = found == 0 ? 0 : rejections.discard(selection, reason, asker.name());
      out.println(json ? JSON.createObjectNode().put("discarded", discarded).toString()
          : Words.of(discarded, "rejection") + " discarded.");
      return 0;
    }
  }
}
