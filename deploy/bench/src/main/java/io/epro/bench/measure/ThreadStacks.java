package io.epro.bench.measure;

import com.fasterxml.jackson.databind.JsonNode;
import io.epro.bench.measure.Collapsed.Stack;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where all threads of a JVM stand at one moment, virtual ones too, one for each: what Go calls the goroutine profile.
 * By {@code jcmd Thread.dump_to_file}, which stops no more than one thread at a time.
 */
public final class ThreadStacks {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private ThreadStacks() {}

  /** Takes one, as {@code NAME.collapsed} and {@code NAME.html}. */
  public static Collapsed take(long pid, Path directory, String name) throws IOException {
    var dump = directory.resolve(name + ".json").toAbsolutePath();
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    var child = ChildProcess.start(new Command("jcmd", List.of(jcmd.toString(),
        Long.toString(pid), "Thread.dump_to_file", "-overwrite", "-format=json", dump.toString()),
        Map.of(), directory.resolve(name + ".log")));
    try {
      if (!child.waitFor(LIMIT) || child.exitCode().orElse(-1) != 0) {
        throw new IOException(child.diagnosis());
      }
    } finally {
      child.stop(LIMIT);
    }
    var taken = of(Figures.read(dump, JsonNode.class));
    Files.delete(dump);
    Files.delete(directory.resolve(name + ".log"));
    taken.write(directory.resolve(name + ".collapsed"));
    taken.draw(name, directory.resolve(name + ".html"));
    return taken;
  }

  static Collapsed of(JsonNode dump) {
    var stacks = new ArrayList<Stack>();
    for (var container : dump.get("threadDump").get("threadContainers")) {
      for (var thread : container.get("threads")) {
        var frames = new ArrayList<String>();
        thread.path("stack").forEach(frame -> frames.addFirst(method(frame.asText())));
        if (!frames.isEmpty()) {
          stacks.add(new Stack(List.copyOf(frames), 1));
        }
      }
    }
    return new Collapsed(List.copyOf(stacks)).merged();
  }

  /** Without module and line. */
  private static String method(String frame) {
    int line = frame.indexOf('(');
    var whole = line < 0 ? frame : frame.substring(0, line);
    return whole.substring(whole.lastIndexOf('/') + 1);
  }
}
