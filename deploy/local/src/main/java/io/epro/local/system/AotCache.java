package io.epro.local.system;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What gateway and processor do with the AOT cache beside their jar. */
public enum AotCache {
  /** Start with it, if there is one that fits. */
  USE,
  /** Make it anew, from this run, at the process' end. */
  MAKE,
  /** Start without. */
  IGNORE;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** JVM options of a program with this jar. */
  List<String> options(Path jar) throws IOException {
    Path cache = beside(jar);
    return switch (this) {
      case USE -> fits(cache, jar) ? List.of("-XX:AOTCache=" + cache) : List.of();
      case MAKE -> List.of("-XX:AOTCacheOutput=" + cache);
      case IGNORE -> List.of();
    };
  }

  /** Where a program's cache is, if it has one. */
  public static Path beside(Path jar) {
    return jar.resolveSibling(jar.getFileName().toString().replaceAll("\\.jar$", ".aot"));
  }

  /** Whether there is one; what is older than the jar was made of another one. */
  public static boolean fits(Path cache, Path jar) throws IOException {
    return Files.exists(cache)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }

  /**
   * Asks the JVM itself whether it takes the cache.
   *
   * @return what it says where it does not
   */
  public static Optional<String> refusal(SystemPlan plan, Path jar) throws IOException {
    var options = new ArrayList<>(plan.programJvm());
    // In this mode it does not start without.
    options.addAll(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + beside(jar)));
    var started = ChildProcess.start(Command.java("java", options,
        List.of("-cp", jar.toString(), "-version"), plan.data().resolve("logs/aot.log")));
    return started.waitFor(LIMIT) && started.exitCode().orElse(-1) == 0
        ? Optional.empty()
        : Optional.of("no cache beside " + jar + ": " + started.diagnosis());
  }
}
