package io.epro.processor.command;

import io.epro.processor.drugs.DrugLoader;
import io.epro.processor.drugs.LoadOutcome;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code drugs diff FILE}: what a file says otherwise than the dictionary. */
@Command(name = "diff", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Tells each drug that a file has more (+), less (-) or otherwise (- and +) than the"
        + " dictionary.",
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
  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("called by picocli only");
    }
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    try (var progress = Progress.onStderr()) {
      var settings = config.load();
      var outcome = new DrugLoader(settings.kafka(), settings.topics().drugs(),
          new DrugFindings(out, err, progress)).compare(file.source());
      progress.close();
      return switch (outcome) {
        case LoadOutcome.Finished finished -> {
          out.println(DrugFindings.summary(finished, false));
          yield finished.nothingDiffers() ? 0 : DIFFERS;
        }
        case LoadOutcome.Failed(var reason) -> {
          err.println("not compared: " + reason);
          yield FAILED;
        }
      };
    }
  }
}
