package io.epro.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The repository's {@code docs/}, from whatever module the test runs in. */
public final class Docs {
  private Docs() {}

  public static Path file(String name) {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(".mvn"))) {
        return at.resolve("docs").resolve(name);
      }
    }
    throw new IllegalStateException("not inside the repository");
  }

  /** The rows of all tables of a page: cells without the blanks around them and without backticks. */
  public static List<List<String>> tableRows(String name) {
    try {
      return Files.readAllLines(file(name)).stream()
          .filter(line -> line.startsWith("|") && !line.startsWith("|--"))
          .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
              .map(cell -> cell.strip().replace("`", "")).toList())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
