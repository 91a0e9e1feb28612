package io.epro.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * What a figure was measured on.
 *
 * @param loadAverage of the minute before, from other work
 * @param revision of the sources; "unknown" outside a clone
 */
public record Machine(int cores, long memoryGib, String cpu, String kernel, String java,
    String kafka, String revision, double loadAverage) {

  public static Machine here(Path repository) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(system.getAvailableProcessors(), system.getTotalMemorySize() >> 30, model(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version().toString(), AppInfoParser.getVersion(), revisionOf(repository),
        system.getSystemLoadAverage());
  }

  public String inWords() {
    return "%d cores (%s), %d GiB, %s, JDK %s, Kafka %s, revision %s, load average before %.1f"
        .formatted(cores, cpu, memoryGib, kernel, java, kafka, revision, loadAverage);
  }

  private static String model() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst().orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String revisionOf(Path repository) {
    try {
      var git = new ProcessBuilder("git", "-C", repository.toString(), "describe", "--always",
          "--dirty").redirectError(ProcessBuilder.Redirect.DISCARD).start();
      var answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean known = git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0;
      return known ? answer : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
