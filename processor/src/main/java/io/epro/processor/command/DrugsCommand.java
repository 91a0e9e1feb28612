package io.epro.processor.command;

import io.epro.config.ConfigException;
import io.epro.processor.drugs.DrugLoader;
import io.epro.processor.drugs.LoadOutcome;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drugs load FILE}: the dictionary, from the sponsor's file into the topic. */
@Command(name = "drugs", description = "Works on the drug dictionary.",
    mixinStandardHelpOptions = true, subcommands = DrugsCommand.Load.class)
public final class DrugsCommand implements Runnable {
  @Spec
  private @Nullable CommandSpec spec;

  /** Without a subcommand there is nothing to do but to say so. */
  @Override
  public void run() {
    if (spec != null) {
      throw new picocli.CommandLine.ParameterException(spec.commandLine(),
          "drugs needs a subcommand: load FILE");
    }
  }

  /** Exit code 0: all lines loaded; 1: all but some bad lines; 2: file, usage or broker. */
  @Command(name = "load", mixinStandardHelpOptions = true,
      description = "Loads drugs from a CSV file with the header drugId,name,atc[,unit].",
      exitCodeListHeading = "Exit codes:%n", exitCodeList = {
        "0:every line was loaded", "1:some lines were bad, the others were loaded",
        "2:the file, the command line, the configuration or the broker was at fault"})
  static final class Load implements Callable<Integer> {
    static final int SOME_BAD = 1;
    static final int FAILED = 2;

    @Mixin
    private final ConfigOption config = new ConfigOption();
    @Parameters(paramLabel = "FILE", description = "CSV in UTF-8.")
    private @Nullable Path file;
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      if (spec == null || file == null) {
        throw new IllegalStateException("called by picocli only");
      }
      var out = spec.commandLine().getOut();
      var err = spec.commandLine().getErr();
      try {
        var settings = config.load();
        var loader = new DrugLoader(settings.kafka(), settings.topics().drugs(), out, err);
        return switch (loader.load(file)) {
          case LoadOutcome.Finished(int _, int bad) -> bad == 0 ? 0 : SOME_BAD;
          case LoadOutcome.Failed(var reason) -> {
            err.println("not loaded: " + reason);
            yield FAILED;
          }
        };
      } catch (ConfigException e) {
        err.println(e.getMessage());
        return FAILED;
      }
    }
  }
}
