package io.epro.processor.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.postgres.PostgresReplays;
import io.epro.processor.replay.ReplayUnfit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay promote}. */
@Command(name = "promote", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Takes the results of a complete replay over into the live tables, in one transaction: reports that"
      + " differ, those that are new, those that are no more, and the rejections. The books are set right,"
      + " and what stood there before is kept (tables promotion, promotion_report, promotion_rejection)."},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:taken over",
      "2:not: nothing was changed"})
final class ReplayPromoteCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REFUSED = 2;

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Mixin
  private final ReplayOption replay = new ReplayOption();

  @Option(names = "--reason", required = true, paramLabel = "TEXT",
      description = "Why, for the record; no patient's data.")
  private String reason = "";

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
    try (var replays = PostgresReplays.open(config.load())) {
      var plan = replay.plan(replays);
      var diff = replays.diff(plan, 0);
      if (!consent.to("Change %,d reports, add %,d, remove %,d".formatted(diff.changed(),
          diff.added(), diff.removed()))) {
        return REFUSED;
      }
      var done = replays.promote(plan, reason, asker.name());
      out.println(json ? JSON.createObjectNode().put("changed", done.changed())
          .put("added", done.added()).put("removed", done.removed())
          .put("rejections", done.rejections()).toString()
          : "%s changed, %,d added, %,d removed; %s with them.".formatted(
              Words.of(done.changed(), "report"), done.added(), done.removed(),
              Words.of(done.rejections(), "rejection")));
      return 0;
    } catch (ReplayUnfit e) {
      printing.err().println("not promoted: " + e.getMessage());
      return REFUSED;
    }
  }
}
