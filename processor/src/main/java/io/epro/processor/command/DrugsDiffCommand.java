package io.epro.processor.command;

import io.epro.processor.drugs.DrugLoader;
import io.epro.processor.drugs.LoadOutcome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drugs diff FILE}: what a file says otherwise than the dictionary. */
@Command(name = "diff", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Tells each drug that a file has more (+), less (-) or otherwise (- and +) than the"
        + " dictionary. What \"drugs load\" would do is what \"drugs load --dry-run\" tells: without --prune it"
        + " leaves alone what the file has less.",
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:they say the same",
      "1:they do not",
      "2:the file, the command line, the configuration or the broker was at fault"})
final class DrugsDiffCommand implements Callable<Integer> {
  private static final int DIFFERS = 1;
  private static final int FAILED = 2;

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Mixin
  private final DrugFileOptions file = new DrugFileOptions();
  @Option(names = "--json", description = "One JSON object on stdout, with numbers alone.")
  private boolean json;

  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() {
    var out = printing.out();
    var err = printing.err();
    try (var progress = Progress.onStderr()) {
      var settings = config.load();
      var outcome = new DrugLoader(settings.kafka(), settings.topics().drugs(),
          new DrugFindings(json ? null : out, err, progress)).compare(file.source());
      progress.close();
      return switch (outcome) {
        case LoadOutcome.Finished finished -> {
          out.println(json ? DrugFindings.json(finished)
              : DrugFindings.summary(finished, false));
          yield finished.nothingDiffers() ? 0 : DIFFERS;
        }
        case LoadOutcome.Failed(var reason, int _) -> {
          err.println("not compared: " + reason);
          yield FAILED;
        }
      };
    }
  }
}
