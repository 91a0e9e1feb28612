package io.epro.profile;

import io.epro.profile.Stacks.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import one.proto.Proto;

/**
 * Encodes stacks as a gzipped {@code profile.proto}
 * (https://github.com/google/pprof/blob/main/proto/profile.proto): one sample type, a function and a
 * location for each frame, no labels.
 */
final class Pprof {
  private static final int SAMPLE_TYPE = 1;
  private static final int SAMPLE = 2;
  private static final int LOCATION = 4;
  private static final int FUNCTION = 5;
  private static final int STRING_TABLE = 6;
  private static final int TIME_NANOS = 9;
  private static final int DURATION_NANOS = 10;

  private final Proto profile = new Proto(64 << 10);
  private final Map<String, Integer> strings = new HashMap<>();
  private final List<String> table = new ArrayList<>();
  private final Map<Frame, Integer> locations = new HashMap<>();

  private Pprof() {
    string("");
  }

  static void write(ProfileType type, Window window, Stacks stacks, Path to)
      throws IOException {
    var pprof = new Pprof();
    pprof.encode(type, window, stacks);
    try (var zip = new GZIPOutputStream(Files.newOutputStream(to))) {
      zip.write(pprof.profile.buffer(), 0, pprof.profile.size());
    }
  }

  private void encode(ProfileType type, Window window, Stacks stacks) {
    profile.field(SAMPLE_TYPE,
        new Proto(8).field(1, string(type.word())).field(2, string(type.unit())));
    stacks.values().forEach(this::sample);
    locations.forEach(this::location);
    table.forEach(text -> profile.field(STRING_TABLE, text));
    profile.field(TIME_NANOS, window.from().toEpochMilli() * 1_000_000);
    profile.field(DURATION_NANOS, window.length().toNanos());
  }

  private void sample(List<Frame> frames, long value) {
    var sample = new Proto(8 * frames.size() + 16);
    for (Frame frame : frames.reversed()) {
      sample.field(1, locations.computeIfAbsent(frame, unknown -> locations.size() + 1));
    }
    profile.field(SAMPLE, sample.field(2, value));
  }

  /** A function of the same number, and a location in it. */
  private void location(Frame frame, int id) {
    profile.field(FUNCTION, new Proto(16).field(1, id).field(2, string(frame.name())));
    profile.field(LOCATION, new Proto(16).field(1, id).field(4, new Proto(8).field(1, id)));
  }

  private int string(String text) {
    return strings.computeIfAbsent(text, unknown -> {
      table.add(text);
      return table.size() - 1;
    });
  }
}
