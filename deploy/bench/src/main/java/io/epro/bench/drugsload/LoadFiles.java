package io.epro.bench.drugsload;

import io.epro.bench.sample.SampleDictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Two files of equally many drugs. In the second one, of a hundred drugs one has another name, and of a
 * thousand one is gone, with a new one in its place.
 */
final class LoadFiles {
  static final int RENAMED_EVERY = 100;
  static final int REPLACED_EVERY = 1_000;

  private static final List<String> NAMES = SampleDictionary.drugs().stream()
      .map(drug -> drug.name().replace("\"", "")).toList();

  private LoadFiles() {}

  static Path first(Path directory, int drugs) throws IOException {
    return write(directory.resolve("first.csv"), drugs,
        i -> "DRG-" + i + ",\"" + name(i) + "\"," + atc(i));
  }

  static Path second(Path directory, int drugs) throws IOException {
    return write(directory.resolve("second.csv"), drugs,
        i -> i % REPLACED_EVERY == 1 ? "NEW-" + i + ",\"" + name(i) + "\"," + atc(i)
            : "DRG-" + i + ",\"" + name(i) + (i % RENAMED_EVERY == 0 ? " retard" : "") + "\","
                + atc(i));
  }

  private static Path write(Path file, int drugs, IntFunction<String> line) throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      out.write("drugId,name,atc\n");
      for (int i = 0; i < drugs; i++) {
        out.write(line.apply(i));
        out.write('\n');
      }
    }
    return file;
  }

  private static String name(int i) {
    return NAMES.get(i % NAMES.size()) + ", film-coated tablet " + i;
  }

  private static String atc(int i) {
    return "%c%02d%c%c%02d".formatted('A' + i % 22, i / 22 % 100, 'A' + i / 2200 % 26,
        'A' + i / 57_200 % 26, i % 89);
  }
}
