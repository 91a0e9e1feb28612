package io.epro.processor.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** {@code drugs}: the dictionary, in the topic and in files. */
@Command(name = "drugs", mixinStandardHelpOptions = true,
    description = "Works on the drug dictionary.",
    subcommands = {DrugsLoadCommand.class, DrugsDiffCommand.class, DrugsGetCommand.class,
      DrugsExportCommand.class})
public final class DrugsCommand implements Runnable {
  @Mixin
  private final Printing printing = new Printing();

  /** Without a subcommand there is nothing to do but to say so. */
  @Override
  public void run() {
    throw new ParameterException(printing.command().commandLine(),
        "drugs needs a subcommand: load FILE, diff FILE, get ID or export");
  }
}
