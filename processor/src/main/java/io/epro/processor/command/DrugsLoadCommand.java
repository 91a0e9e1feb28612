package io.epro.processor.command;

import io.epro.config.ConfigException;
import io.epro.processor.drugs.DrugLoader;
import io.epro.processor.drugs.LoadOutcome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drugs load FILE}: the dictionary, from the sponsor's or a publisher's file into the topic. */
@Command(name = "load", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Brings the dictionary to what a file says: adds drugs and replaces what is known of them. Running"
      + " processors know them at once; reports that were stored before keep what was known then, until"
      + " they are replayed.",
  "Interrupted or killed, it may be run again: only what is still missing is published then."},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {
      "0:every line was loaded", "1:some lines were bad, the others were loaded",
      "2:the file, the command line, the configuration or the broker was at fault"})
final class DrugsLoadCommand implements Callable<Integer> {
  static final int SOME_BAD = 1;
  static final int FAILED = 2;

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Mixin
  private final DrugFileOptions file = new DrugFileOptions();

  @Option(names = "--prune",
      description = "Take out drugs that the file does not name, unless one of"
          + " its lines is bad.")
  private boolean prune;

  @Option(names = "--dry-run", description = "Only tell what would be done.")
  private boolean dryRun;

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() {
    var out = printing.out();
    var err = printing.err();
    try (var progress = Progress.onStderr()) {
      var settings = config.load();
      var loader = new DrugLoader(settings.kafka(), settings.topics().drugs(),
          new DrugFindings(null, err, progress));
      var outcome = dryRun ? loader.compare(file.source()) : loader.load(file.source(), prune);
      progress.close();
      return switch (outcome) {
        case LoadOutcome.Finished finished -> {
          out.println(json ? DrugFindings.json(finished)
              : DrugFindings.summary(finished, !dryRun));
          if (prune && finished.bad() > 0) {
            err.println("nothing was removed, since a bad line may be of any drug");
          }
          yield finished.bad() == 0 ? 0 : SOME_BAD;
        }
        case LoadOutcome.Failed failed -> {
          err.println(DrugFindings.failure(failed));
          yield FAILED;
        }
      };
    } catch (ConfigException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }
}
