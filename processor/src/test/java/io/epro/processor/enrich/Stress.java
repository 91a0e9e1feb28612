package io.epro.processor.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** jcstress over {@link DrugShardStress}, in a JVM of its own, which starts others. */
final class Stress {
  private static final Pattern FAILED = Pattern.compile("\\[FAILED\\] \\S+\\.(\\w+)");
  private static final Pattern RESULTS = Pattern
      .compile("Results: \\d+ planned; (\\d+) passed, \\d+ failed, 0 soft errs, 0 hard errs");

  private final Path directory;

  Stress(Path directory) {
    this.directory = directory;
  }

  /** What the tests that failed are called; all others ran and passed. */
  Set<String> failures(long limitSeconds, String... options)
      throws IOException, InterruptedException {
    var log = directory.resolve("jcstress.log");
    var words = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
        System.getProperty("java.class.path"), "org.openjdk.jcstress.Main", "-t",
        DrugShardStress.class.getSimpleName(), "-c", "2", "-r", directory.toString()));
    words.addAll(List.of(options));
    var process = new ProcessBuilder(words).directory(directory.toFile())
        .redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(limitSeconds, TimeUnit.SECONDS)).as("ends in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return failures(Files.readString(log));
  }

  private static Set<String> failures(String log) {
    var results = RESULTS.matcher(log.substring(Math.max(0, log.lastIndexOf("(Results:"))));
    assertThat(results.find()).as(log).isTrue();
    assertThat(Integer.parseInt(results.group(1))).as(log).isPositive();
    var failed = new TreeSet<String>();
    FAILED.matcher(log).results().forEach(match -> failed.add(match.group(1)));
    return failed;
  }
}
