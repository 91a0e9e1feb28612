package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start scripts of the images, on the jars that Maven has just built. */
class ImageIT {
  @TempDir
  private Path directory;

  @Test
  void theProcessorStartsWithTheImagesJvmOptionsAndMoreOfThemWin() throws IOException {
    var started = run("-XX:+PrintCommandLineFlags -Xmx600m", Jars.repository());

    assertThat(started.exitCode()).hasValue(0);
    assertThat(started.log()).content().contains("-XX:+UseCompactObjectHeaders")
        .contains("-XX:MaxHeapSize=" + (600 << 20))
        .contains("epro-processor 0.");
  }

  @Test
  void aMissingJarIsNamed() throws IOException {
    var copy = Files.createDirectories(directory.resolve("deploy/image"));
    for (var file : List.of("processor", "launch.sh", "jvm.options")) {
      Files.copy(Jars.repository().resolve("deploy/image").resolve(file), copy.resolve(file));
    }
    assertThat(copy.resolve("processor").toFile().setExecutable(true)).isTrue();

    var started = run("", directory);

    assertThat(started.exitCode()).hasValue(2);
    assertThat(started.log()).content().contains("there is no ").contains("epro-processor.jar");
  }

  private ChildProcess run(String jvmOptions, Path root) throws IOException {
    var process = ChildProcess.start(new Command("image",
        List.of(root.resolve("deploy/image/processor").toString(), "--version"),
        Map.of("JAVA_HOME", System.getProperty("java.home"), "EPRO_JVM_OPTIONS", jvmOptions),
        directory.resolve("image.log")));
    assertThat(process.waitFor(Duration.ofSeconds(60))).isTrue();
    return process;
  }
}
