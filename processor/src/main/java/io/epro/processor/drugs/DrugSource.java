package io.epro.processor.drugs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dictionary's file, and in which form it is. */
public final class DrugSource {
  private final Path file;
  private final DrugFormat format;
  private final @Nullable Layout mapped;

  public DrugSource(Path file, DrugFormat format) {
    this(file, format, null);
  }

  private DrugSource(Path file, DrugFormat format, @Nullable Layout mapped) {
    this.file = file;
    this.format = format;
    this.mapped = mapped;
  }

  /**
   * A text with other columns than ours.
   *
   * @param columns the file's name for each of our fields
   * @throws IllegalArgumentException when it does not name what must be there
   */
  public static DrugSource mapped(Path file, char separator, Map<String, String> columns) {
    return new DrugSource(file, DrugFormat.CSV, Layout.of(separator, columns));
  }

  Path path() {
    return file;
  }

  DrugFile open() throws IOException {
    var in = Files.newInputStream(file);
    try {
      return format.open(in, mapped);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
