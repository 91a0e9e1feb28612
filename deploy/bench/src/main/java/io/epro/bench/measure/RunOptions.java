package io.epro.bench.measure;

import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that compare have in common. */
public final class RunOptions {
  @Option(names = "--runs", paramLabel = "N",
      description = "of each, in turns; the table shows the medians (default: ${DEFAULT-VALUE})")
  private int runs;

  @Mixin
  private final JsonOption json = new JsonOption();

  /** @param runs unless told otherwise */
  public RunOptions(int runs) {
    this.runs = runs;
  }

  public int runs() {
    return runs;
  }

  /** Writes the result where it is wanted as a file. */
  public void write(Object result) throws IOException {
    json.write(result);
  }
}
