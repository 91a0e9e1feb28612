package io.epro.profile;

import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;

/** Values added up by stack. No more stacks than the recording has, which is bounded. One thread's. */
final class Stacks {
  /** The name that the JVM gives a lambda's class ends in an address, new at each start. */
  private static final Pattern HIDDEN = Pattern
      .compile("(?<=\\$\\$Lambda|LambdaForm\\$D?MH)[./+].*");
  private static final Frame TRUNCATED = new Frame("[deeper than JFR looks]", Kind.NATIVE);

  /** What a frame stands for. */
  enum Kind {
    JAVA, NATIVE, CLASS
  }

  record Frame(String name, Kind kind) {}

  private final Map<List<Frame>, Long> values = new HashMap<>();
  private final IdentityHashMap<RecordedStackTrace, List<Frame>> known = new IdentityHashMap<>();
  private final IdentityHashMap<RecordedMethod, Frame> methods = new IdentityHashMap<>();

  void add(RecordedStackTrace trace, long value) {
    values.merge(known.computeIfAbsent(trace, this::frames), value, Long::sum);
  }

  /** With a class as the last frame. */
  void add(RecordedStackTrace trace, String className, long value) {
    var frames = new ArrayList<>(known.computeIfAbsent(trace, this::frames));
    frames.add(new Frame(className, Kind.CLASS));
    values.merge(frames, value, Long::sum);
  }

  /**
   * From another process.
   *
   * @param root becomes the first frame
   * @param line as {@link ProfileFormat#COLLAPSED} has it; of another form it is left out
   * @param endsInClass whether its last frame is a class
   */
  void addCollapsed(String root, String line, boolean endsInClass) {
    int space = line.lastIndexOf(' ');
    if (space <= 0 || !line.substring(space + 1).matches("\\d{1,18}")) {
      return;
    }
    var frames = new ArrayList<Frame>();
    frames.add(new Frame(root, Kind.NATIVE));
    for (String name : line.substring(0, space).split(";", -1)) {
      frames.add(new Frame(name, Kind.JAVA));
    }
    if (endsInClass) {
      frames.add(new Frame(frames.removeLast().name(), Kind.CLASS));
    }
    values.merge(frames, Long.parseLong(line.substring(space + 1)), Long::sum);
  }

  /** Each stack once, root first. */
  Map<List<Frame>, Long> values() {
    return Collections.unmodifiableMap(values);
  }

  /**
   * A class name as in source code ({@code byte[]} for {@code [B}), and without what differs from start
   * to start, so that profiles can be compared.
   */
  static String readable(String className) {
    int depth = className.lastIndexOf('[') + 1;
    String element = className.substring(depth);
    if (depth > 0) {
      element = element.startsWith("L") ? element.substring(1, element.length() - 1)
          : ClassDesc.ofDescriptor(element).displayName();
    }
    return HIDDEN.matcher(element).replaceFirst("") + "[]".repeat(depth);
  }

  private List<Frame> frames(RecordedStackTrace trace) {
    var frames = new ArrayList<Frame>();
    for (RecordedFrame frame : trace.getFrames()) {
      frames.add(methods.computeIfAbsent(frame.getMethod(), method -> frame(frame, method)));
    }
    if (trace.isTruncated()) {
      frames.add(TRUNCATED);
    }
    Collections.reverse(frames);
    return List.copyOf(frames);
  }

  private static Frame frame(RecordedFrame frame, RecordedMethod method) {
    return new Frame(readable(method.getType().getName()) + "." + method.getName(),
        frame.getType().equals("Native") ? Kind.NATIVE : Kind.JAVA);
  }
}
