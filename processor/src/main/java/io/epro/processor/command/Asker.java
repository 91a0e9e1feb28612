package io.epro.processor.command;

import picocli.CommandLine.Option;

/** Who asks for something that is kept on record. */
final class Asker {
  @Option(names = "--by", defaultValue = "${sys:user.name}", paramLabel = "NAME",
      description = "Who asks, for the record (default: ${DEFAULT-VALUE}).")
  private String by = "";

  String name() {
    return by;
  }
}
