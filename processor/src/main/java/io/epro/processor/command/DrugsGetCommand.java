package io.epro.processor.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code drugs get ID…}: what the dictionary says of some drugs. */
@Command(name = "get", mixinStandardHelpOptions = true,
    description = "Prints what the dictionary says of drugs, one JSON object a line.",
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:all are known",
      "1:one is not", "2:the command line, the configuration or the broker was at fault"})
final class DrugsGetCommand implements Callable<Integer> {
  private static final int UNKNOWN = 1;

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Parameters(paramLabel = "ID", arity = "1..*", description = "Drug ids.")
  private List<String> ids = List.of();
  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() {
    var settings = config.load();
    var drugs = Dictionaries.read(settings);
    int exit = 0;
    for (var id : ids) {
      byte[] drug = drugs.get(id);
      if (drug == null) {
        printing.err().println("the dictionary does not know " + id);
        exit = UNKNOWN;
      } else {
        printing.out().println(new String(drug, StandardCharsets.UTF_8));
      }
    }
    return exit;
  }
}
