package io.epro.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The dictionary, from a CSV file at the start. Thread-safe. */
final class Drugs {
  private final Map<String, Drug> byId = new ConcurrentHashMap<>();

  /** @param file with a heading, then a line for each drug: id, name (which may hold commas), ATC code */
  Drugs(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      lines.skip(1).forEach(line -> {
        int name = line.indexOf(',');
        int atc = line.lastIndexOf(',');
        byId.put(line.substring(0, name),
            new Drug(line.substring(name + 1, atc), line.substring(atc + 1)));
      });
    }
  }

  /** Null when the drug is unknown. */
  @Nullable
  Drug find(String id) {
    return byId.get(id);
  }
}
