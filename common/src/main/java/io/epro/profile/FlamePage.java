package io.epro.profile;

import io.epro.profile.Stacks.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import one.convert.Arguments;
import one.convert.CallStack;
import one.convert.FlameGraph;
import one.convert.Frame;

/** Draws stacks as async-profiler's flame graph: one page with its script inside, which loads nothing. */
final class FlamePage {
  /** The page's only address, a link to its makers, which leads nowhere in a closed network. */
  private static final String LINK = "<a href='https://github.com/async-profiler/async-profiler'>async-profiler</a>";

  private FlamePage() {}

  static void write(String title, Stacks stacks, Path to) throws IOException {
    var arguments = new Arguments();
    arguments.title = title;
    var graph = new FlameGraph(arguments);
    var stack = new CallStack();
    stacks.values().forEach((frames, value) -> {
      frames.forEach(frame -> stack.push(frame.name(), color(frame.kind())));
      graph.addSample(stack, value);
      stack.clear();
    });
    var page = new ByteArrayOutputStream();
    graph.dump(page);
    Files.writeString(to, page.toString(StandardCharsets.UTF_8).replace(LINK, "async-profiler"));
  }

  private static byte color(Kind kind) {
    return switch (kind) {
      case JAVA -> Frame.TYPE_JIT_COMPILED;
      case NATIVE -> Frame.TYPE_NATIVE;
      case CLASS -> Frame.TYPE_INLINED;
    };
  }
}
