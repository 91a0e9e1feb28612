package io.epro.bench.suite;

import io.epro.bench.measure.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All runs that were kept, a JSON file each, whose names begin with their moments. */
record History(Path directory) {

  /** From the oldest one on. */
  List<SuiteRun> runs() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    var runs = new ArrayList<SuiteRun>();
    try (Stream<Path> files = Files.list(directory)) {
      for (var file : files.filter(one -> one.toString().endsWith(".json")).sorted().toList()) {
        runs.add(read(file));
      }
    }
    return runs;
  }

  void keep(SuiteRun run) throws IOException {
    Files.createDirectories(directory);
    Figures.write(directory.resolve(run.at().replace(":", "") + "-" + run.machine().revision()
        + ".json"), run);
  }

  private static SuiteRun read(Path file) throws IOException {
    try {
      return Figures.read(file, SuiteRun.class);
    } catch (IOException e) {
      throw new IOException(file + " is not a run of the suite: " + e.getMessage(), e);
    }
  }
}
