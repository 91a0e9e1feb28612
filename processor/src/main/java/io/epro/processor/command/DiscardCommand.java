package io.epro.processor.command;

import io.epro.processor.postgres.PostgresRejections;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code discard}: rejected records that are to stay rejected. */
@Command(name = "discard", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Closes open rejections for good: no redrive takes them any more. They stay in the table, with who"
      + " closed them, when and why, and the books go on counting them."},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done, or nothing to do",
      "2:not done: command line, configuration or database"})
public final class DiscardCommand implements Callable<Integer> {
  private static final int REFUSED = 2;

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Mixin
  private final SelectionOptions selected = new SelectionOptions();

  @Option(names = "--reason", required = true, paramLabel = "TEXT",
      description = "Why, for the record; no patient's data.")
  private String reason = "";

  @Mixin
  private final Asker asker = new Asker();

  @Mixin
  private final Consent consent = new Consent();

  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() {
    var out = printing.out();
    var settings = config.load();
    try (var rejections = PostgresRejections.open(settings.postgres(), settings.topics().raw())) {
      var selection = selected.selection(rejections);
      long all = rejections.count(selection).values().stream().mapToLong(Long::longValue).sum();
      if (all > 0 && !consent.to("Discard %,d rejected records".formatted(all))) {
        out.println("Nothing was done.");
        return REFUSED;
      }
      long discarded = all == 0 ? 0 : rejections.discard(selection, reason, asker.name());
      out.println("%,d rejections discarded.".formatted(discarded));
      return 0;
    }
  }
}
