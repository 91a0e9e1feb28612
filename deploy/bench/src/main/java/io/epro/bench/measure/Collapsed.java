package io.epro.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import one.convert.Arguments;
import one.convert.CallStack;
import one.convert.FlameGraph;
import one.convert.Frame;

/** Stacks with what was counted in them, one a line: {@code root;…;leaf count}. */
public record Collapsed(List<Stack> stacks) {

  public record Stack(List<String> frames, long count) {}

  public static Collapsed read(Path file) throws IOException {
    return parse(Files.readAllLines(file));
  }

  public static Collapsed parse(List<String> lines) {
    return new Collapsed(lines.stream().filter(line -> !line.isBlank()).map(line -> {
      int blank = line.lastIndexOf(' ');
      return new Stack(Arrays.asList(line.substring(0, blank).split(";", -1)),
          Long.parseLong(line.substring(blank + 1)));
    }).toList());
  }

  /** As {@link #read} reads them. */
  void write(Path to) throws IOException {
    Files.write(to, stacks.stream()
        .map(stack -> String.join(";", stack.frames()) + " " + stack.count()).toList());
  }

  /** Each stack once. */
  Collapsed merged() {
    var counts = new LinkedHashMap<List<String>, Long>();
    stacks.forEach(stack -> counts.merge(stack.frames(), stack.count(), Long::sum));
    return new Collapsed(counts.entrySet().stream()
        .map(stack -> new Stack(stack.getKey(), stack.getValue())).toList());
  }

  /** Draws them as a flame graph, one page that loads nothing. */
  public void draw(String title, Path to) throws IOException {
    var arguments = new Arguments();
    arguments.title = title;
    var graph = new FlameGraph(arguments);
    var stack = new CallStack();
    for (var one : stacks) {
      one.frames().forEach(frame -> stack.push(frame, Frame.TYPE_JIT_COMPILED));
      graph.addSample(stack, one.count());
      stack.clear();
    }
    try (var out = Files.newOutputStream(to)) {
      graph.dump(out);
    }
  }

  /** Of all stacks. */
  public long total() {
    return stacks.stream().mapToLong(Stack::count).sum();
  }

  /** Of the stacks in which a frame with this name is. */
  public long through(String frame) {
    return stacks.stream().filter(stack -> stack.frames().contains(frame))
        .mapToLong(Stack::count).sum();
  }

  /** The frames in which the most ends, and those of our own through which the most passes. */
  String top(int count) {
    Map<String, Long> ends = new HashMap<>();
    Map<String, Long> passes = new HashMap<>();
    for (var stack : stacks) {
      ends.merge(stack.frames().getLast(), stack.count(), Long::sum);
      for (var frame : new HashSet<>(stack.frames())) {
        if (frame.startsWith("io.epro.")) {
          passes.merge(frame, stack.count(), Long::sum);
        }
      }
    }
    return list("ends in", ends, count) + list("passes through", passes, count);
  }

  private String list(String what, Map<String, Long> values, int count) {
    double all = Math.max(1, total());
    return values.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(count)
        .map(entry -> String.format(Locale.ROOT, "    %5.1f %% %s %s%n",
            100 * entry.getValue() / all, what, entry.getKey()))
        .collect(Collectors.joining());
  }
}
