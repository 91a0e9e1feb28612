package io.epro.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes stacks in the format that was asked for. */
final class Drawing {
  private Drawing() {}

  static void write(ProfileRequest request, Window window, Stacks stacks, Path to)
      throws IOException {
    switch (request.format()) {
      case FLAMEGRAPH -> FlamePage.write(title(request, window), stacks, to);
      case COLLAPSED -> collapse(stacks, to);
      case PPROF -> Pprof.write(request.type(), window, stacks, to);
      case JFR -> throw new IllegalArgumentException("events cannot be made of stacks");
    }
  }

  private static String title(ProfileRequest request, Window window) {
    return String.format(Locale.ROOT, "%s, %s, %.1f s", request.type().word(),
        request.type().unit(), window.length().toMillis() / 1e3);
  }

  private static void collapse(Stacks stacks, Path to) throws IOException {
    try (var lines = Files.newBufferedWriter(to)) {
      for (var entry : stacks.values().entrySet()) {
        lines.write(entry.getKey().stream().map(Stacks.Frame::name)
            .collect(Collectors.joining(";", "", " " + entry.getValue() + "\n")));
      }
    }
  }
}
