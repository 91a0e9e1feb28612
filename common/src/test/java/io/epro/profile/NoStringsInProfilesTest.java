package io.epro.profile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Nothing that a process was given or works on is in its profiles, even while a recording of the user's
 * own writes all of that down. What cannot be kept out: the names of threads, in format {@code jfr}.
 */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoStringsInProfilesTest {
  private static final String CANARY = "CANARY";

  private Path profiles;
  private Path users;

  @BeforeAll
  void profile(@TempDir Path folder) throws Exception {
    profiles = Files.createDirectory(folder.resolve("profiles"));
    users = folder.resolve("users.jfr");
    var data = Files.writeString(folder.resolve("CANARY-file"), "CANARY-content");
    var log = folder.resolve("log").toFile();
    var process = new ProcessBuilder(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), "-Xmx256m", "-Dcanary=CANARY-property",
        "-XX:StartFlightRecording:settings=profile,jdk.JavaExceptionThrow#enabled=true,"
            + "jdk.FileRead#threshold=0ms,filename=" + users,
        CanaryProcess.class.getName(), profiles.toString(), data.toString(), "CANARY-argument"));
    process.environment().put("CANARY", "CANARY-environment");
    var started = process.redirectErrorStream(true).redirectOutput(log).start();
    try {
      assertThat(started.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(started.exitValue()).as(Files.readString(log.toPath())).isZero();
    } finally {
      started.destroyForcibly();
    }
  }

  @Test
  void theUsersOwnRecordingSawItAll() throws Exception {
    assertThat(text(users)).contains("CANARY-property", "CANARY-environment", "CANARY-argument",
        "CANARY-exception", "CANARY-event", "CANARY-file", "CANARY-thread");
  }

  @Test
  void aRecordingHoldsNothingOfItButTheNamesOfThreads() throws Exception {
    for (var type : ProfileType.values()) {
      var text = text(profiles.resolve(type.word() + ".jfr"));
      assertThat(text).contains("CANARY-thread");
      assertThat(text.replace("CANARY-thread", "")).doesNotContain(CANARY);
    }
  }

  @Test
  void theOtherFormatsHoldNotEvenThose() throws Exception {
    for (var type : List.of(ProfileType.WALL, ProfileType.ALLOC)) {
      for (var format : List.of(ProfileFormat.FLAMEGRAPH, ProfileFormat.COLLAPSED,
          ProfileFormat.PPROF)) {
        var file = profiles.resolve(type.word() + "." + format.extension());
        assertThat(format == ProfileFormat.PPROF ? unzipped(file) : text(file))
            .contains(CanaryProcess.class.getSimpleName()).doesNotContain(CANARY);
      }
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, ISO_8859_1);
  }

  private static String unzipped(Path file) throws IOException {
    try (var zip = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(zip.readAllBytes(), ISO_8859_1);
    }
  }
}
