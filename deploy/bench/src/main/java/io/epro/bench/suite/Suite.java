package io.epro.bench.suite;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.epro.bench.measure.Figure;
import io.epro.bench.measure.Figures;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.system.AotCache;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the steps round by round, so that a slow moment of the machine hits all of them. Confined to one thread. */
final class Suite {
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

  private final Path repository;
  private final Path directory;
  private final List<Step> steps;
  private final int rounds;

  /** The part of a bench's JSON that is followed. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Told(List<Figure> figures) {}

  /** @param directory for what the benches print and write */
  Suite(Path repository, Path directory, List<Step> steps, int rounds) {
    this.repository = repository;
    this.directory = directory;
    this.steps = steps;
    this.rounds = rounds;
  }

  /** @throws IOException naming the step that failed, with the end of what it printed */
  List<Series> run() throws IOException {
    prepare();
    Map<Step, Map<String, List<Figure>>> all = new LinkedHashMap<>();
    steps.forEach(step -> all.put(step, new LinkedHashMap<>()));
    for (int round = 1; round <= rounds; round++) {
      for (var step : steps) {
        if (round <= step.rounds()) {
          for (var figure : run(step, round)) {
            all.getOrDefault(step, Map.of()).computeIfAbsent(figure.name(),
                _ -> new ArrayList<>()).add(figure);
          }
        }
      }
    }
    return all.entrySet().stream().flatMap(of -> of.getValue().values().stream()
        .map(figures -> Series.of(of.getKey().bench(), figures))).toList();
  }

  /** What a start is measured with. */
  private void prepare() throws IOException {
    var jar = Jars.built().processor();
    if (steps.stream().anyMatch(step -> step.bench().equals("start"))
        && !AotCache.fits(AotCache.beside(jar), jar)) {
      System.out.println("Making the AOT caches.");
      await(new Command("deploy/image/aot",
          List.of(repository.resolve("deploy/image/aot").toString()), Map.of(),
          directory.resolve("aot.log")));
    }
  }

  private List<Figure> run(Step step, int round) throws IOException {
    System.out.printf("Round %d of %d: %s%n", round, rounds, step.command());
    long begin = System.nanoTime();
    var json = directory.resolve(step.bench() + "-" + round + ".json");
    var words = new ArrayList<String>();
    words.add(repository.resolve("deploy/bench").resolve(step.bench()).toString());
    words.addAll(step.arguments());
    words.addAll(List.of("--json", json.toString()));
    await(new Command(step.bench(), words, Map.of(),
        directory.resolve(step.bench() + "-" + round + ".log")));
    var figures = Figures.read(json, Told.class).figures();
    System.out.printf("  %.0f s%n", (System.nanoTime() - begin) / 1e9);
    figures.forEach(figure -> System.out.println("  " + SuiteReport.inWords(figure)));
    return figures;
  }

  private static void await(Command command) throws IOException {
    var child = ChildProcess.start(command);
    try {
      if (!child.waitFor(LIMIT) || child.exitCode().orElse(-1) != 0) {
        throw new IOException(child.diagnosis());
      }
    } finally {
      child.stop(STOP_LIMIT);
    }
  }
}
