package io.epro.e2e.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus' checker of rules and queries. */
public final class Promtool {
  private static final Path PROGRAM = Path.of("/usr/bin/promtool");
  private static final int LIMIT_SECONDS = 60;

  private Promtool() {}

  /** Skips the test where there is none, and says so. */
  public static void assumeThere() {
    assumeTrue(Files.isExecutable(PROGRAM),
        "there is no promtool here: apt-get install --no-install-recommends prometheus");
  }

  /** Fails with what it said unless it was content. */
  public static void assertContent(String... arguments) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(PROGRAM.toString()));
    words.addAll(List.of(arguments));
    var running = new ProcessBuilder(words).redirectErrorStream(true).start();
    var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(running.exitValue()).as(said).isZero();
  }
}
