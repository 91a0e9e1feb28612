package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.admit.token.FuzzToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Coverage-guided fuzzing with Jazzer, each target in a process of its own, two at a time: first what
 * {@code fuzz/<target>/} holds, then what comes of it, for {@code -Dfuzz.seconds=N} (where nothing is
 * said, some thousand inputs). What it finds is written to {@code target/fuzz/}; once mended, it goes into
 * {@code fuzz/<target>/}, and stays mended.
 */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzTest {
  /** 0 for the short run, which counts inputs: in seconds a busy machine would get nothing done. */
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);
  private static final int SHORT_RUN = 2_000;
  private static final int STARTUP = 300;
  private static final int FOUND = 77;
  private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");
  private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units: *(\\d+)");
  private static final int LEAST_COVERAGE = 100;
  private static final int LEAST_RUNS = 1_000;

  enum Target {
    SCANNER(FuzzScanner.class), BATCH(FuzzBatch.class), GUNZIP(FuzzGunzip.class),
    REQUEST(FuzzRequest.class), TOKEN(FuzzToken.class);

    private final Class<?> type;

    Target(Class<?> type) {
      this.type = type;
    }

    private String folder() {
      return name().toLowerCase(Locale.ROOT);
    }

    private Path seeds() {
      return Path.of("src/test/resources/fuzz", folder());
    }
  }

  private final Map<Target, Future<Run>> runs = new EnumMap<>(Target.class);
  private ExecutorService processes;

  private record Run(int exit, String output) {
    int last(Pattern pattern) {
      return pattern.matcher(output).results()
          .mapToInt(match -> Integer.parseInt(match.group(1))).max().orElse(0);
    }
  }

  @BeforeAll
  void start() {
    processes = Executors.newFixedThreadPool(2);
    for (var target : Target.values()) {
      runs.put(target, processes.submit(() -> run(target.type, target.folder(), SECONDS,
          List.of(target.seeds().toString()))));
    }
  }

  @AfterAll
  void stop() {
    processes.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void noInputIsUnderstoodInTwoWays(Target target) throws Exception {
    assertThat(target.seeds()).isNotEmptyDirectory();

    var run = Objects.requireNonNull(runs.get(target)).get(SECONDS * Target.values().length
        + STARTUP, TimeUnit.SECONDS);

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.last(COVERAGE)).as("branches that were seen").isGreaterThan(LEAST_COVERAGE);
    assertThat(run.last(RUNS)).isGreaterThan(LEAST_RUNS);
    System.out.println("fuzzing " + target.folder() + ": " + run.last(RUNS) + " inputs, coverage "
        + run.last(COVERAGE));
  }

  @Test
  void aBugBehindSixBytesIsFound() throws Exception {
    var run = run(FuzzControl.class, "control", 60, List.of());

    assertThat(run.exit()).as(run.output()).isEqualTo(FOUND);
    assertThat(run.output()).contains("IllegalStateException: found");
  }

  private static Run run(Class<?> target, String name, int seconds, List<String> seeds)
      throws IOException, InterruptedException {
    var folder = Path.of("target/fuzz", name);
    Files.createDirectories(folder.resolve("corpus"));
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading",
        // A short run is mostly start: the second compiler would not pay back what it takes.
        "-XX:TieredStopAtLevel=" + (seconds == 0 ? 1 : 4),
        "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
        "-cp", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + target.getName(),
        "--custom_hook_excludes=**",
        "--instrumentation_includes=io.epro.**:com.fasterxml.jackson.core.json.**"
            + ":io.netty.handler.codec.http.**:io.vertx.core.http.impl.VertxHttpRequestDecoder",
        "--reproducer_path=" + folder, "-artifact_prefix=" + folder + "/", "-seed=1",
        "-max_len=4096", "-rss_limit_mb=0", "-print_final_stats=1",
        seconds == 0 ? "-runs=" + SHORT_RUN : "-max_total_time=" + seconds,
        folder.resolve("corpus").toString()));
    command.addAll(seeds);
    var log = folder.resolve("log");
    var process = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(seconds + STARTUP, TimeUnit.SECONDS)).as("ends").isTrue();
      return new Run(process.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
    } finally {
      process.destroyForcibly();
    }
  }
}
