package io.epro.bench.spring.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The dictionary, from a CSV file at the start. */
@Component
class Drugs {
  private final Map<String, Drug> byId = new ConcurrentHashMap<>();

  /** @param file with a heading, then a line for each drug: id, name (which may hold commas), ATC code */
  Drugs(@Value("${reports.drugs}") Path file) throws IOException {
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
