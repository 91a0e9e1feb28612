package io.epro.processor.command;

import io.epro.processor.postgres.PostgresReplays;
import io.epro.processor.replay.ReplayName;
import io.epro.processor.replay.ReplayPlan;
import picocli.CommandLine.Option;

/** Which replay a command is about. */
final class ReplayOption {
  @Option(names = "--name", required = true, paramLabel = "NAME", description = "Of the replay.")
  private String name = "";

  ReplayName name() {
    return new ReplayName(name);
  }

  /** @throws IllegalArgumentException when there is none of this name */
  ReplayPlan plan(PostgresReplays replays) {
    return replays.find(name()).orElseThrow(() -> new IllegalArgumentException(
        "there is no replay " + name + ": replay list shows which there are"));
  }
}
