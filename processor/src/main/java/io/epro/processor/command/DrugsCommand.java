package io.epro.processor.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code drugs}: the dictionary, in the topic and in files. */
@Command(name = "drugs", mixinStandardHelpOptions = true,
    description = "Works on the drug dictionary.",
    subcommands = {DrugsLoadCommand.class, DrugsDiffCommand.class, DrugsGetCommand.class,
      DrugsExportCommand.class})
public final class DrugsCommand implements Runnable {
  @Spec
  private @Nullable CommandSpec spec;

  /** Without a subcommand there is nothing to do but to say so. */
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(),
          "drugs needs a subcommand: load FILE, diff FILE, get ID or export");
    }
  }
}
