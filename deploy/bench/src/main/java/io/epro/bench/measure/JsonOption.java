package io.epro.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The result as a file, where it is wanted. */
public final class JsonOption {
  @Option(names = "--json", paramLabel = "FILE",
      description = "write all runs and the machine's facts there")
  private @Nullable Path file;

  public void write(Object result) throws IOException {
    if (file != null) {
      Figures.write(file, result);
    }
  }
}
