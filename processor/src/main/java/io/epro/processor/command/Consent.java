package io.epro.processor.command;

import java.util.Locale;
import picocli.CommandLine.Option;

/** Asks whoever sits at a terminal before something is done that cannot be undone. */
final class Consent {
  @Option(names = {"-y", "--yes"},
      description = "Do not ask. Nobody is asked either where there is no terminal.")
  private boolean given;

  /** @param question without its question mark */
  @SuppressWarnings("SystemConsoleNull") // the JDK may be told to behave as before 22
  boolean to(String question) {
    var console = System.console();
    if (given || console == null || !console.isTerminal()) {
      return true;
    }
    String answer = console.readLine("%s? [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
