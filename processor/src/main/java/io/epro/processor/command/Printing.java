package io.epro.processor.command;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where a command prints to: its command line's streams. */
@Command // picocli takes no mixin without any annotation of its own
final class Printing {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** What was asked for. */
  PrintWriter out() {
    return command().commandLine().getOut();
  }

  /** All else. */
  PrintWriter err() {
    return command().commandLine().getErr();
  }

  CommandSpec command() {
    return Objects.requireNonNull(command, "picocli sets it");
  }
}
