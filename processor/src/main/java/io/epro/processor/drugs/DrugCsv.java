package io.epro.processor.drugs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.epro.drug.Drug;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary as CSV (RFC 4180) in UTF-8, with or without a byte order mark, lines ending in LF or
 * CRLF. The header names {@code drugId}, {@code name}, {@code atc} and, if the file has it,
 * {@code unit}, in any order; another column is an error, since it may be a misspelt one. {@code atc}
 * and {@code unit} may be left empty. Spaces around a value do not count, and neither do empty lines.
 *
 * <p>Each line stands for itself, so that a bad one never hides the next: a quoted value cannot hold a
 * line break. A drug id that comes twice is bad the second time. At most {@value #MAX_DRUGS} drugs.
 */
final class DrugCsv implements Closeable {
  static final int MAX_DRUGS = 1_000_000;
  private static final List<String> REQUIRED = List.of("drugId", "name", "atc");
  private static final String UNIT = "unit";
  private static final ObjectReader CSV = CsvMapper.builder()
      .enable(CsvParser.Feature.TRIM_SPACES)
      // A lone carriage return would begin another row: bad, rather than passed over.
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build()
      .readerFor(String[].class);

  private final FileLines lines;
  private final List<String> columns;
  private final Map<String, Integer> firstSeen = new HashMap<>();

  /** @throws IOException when it cannot be read or its header is not as above, saying why */
  DrugCsv(InputStream file) throws IOException {
    lines = new FileLines(file);
    columns = header(lines.next());
  }

  /**
   * The next line that is not empty; nothing at the end of the file.
   *
   * @throws IOException when the file cannot be read
   */
  Optional<DrugLine> next() throws IOException {
    var line = lines.next();
    while (line != null && line.isEmpty()) {
      line = lines.next();
    }
    return line == null ? Optional.empty() : Optional.of(drug(line));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  private DrugLine drug(FileLines.Line line) {
    if (line.problem() != null) {
      return new DrugLine.Bad(line.number(), line.problem());
    }
    String[] values;
    try {
      values = split(line.text());
    } catch (IOException e) {
      return new DrugLine.Bad(line.number(), "is not CSV: check its quotes");
    }
    if (values.length != columns.size()) {
      return new DrugLine.Bad(line.number(),
          "has " + values.length + " columns, the header has " + columns.size());
    }
    try {
      return admit(line.number(), new Drug(value(values, "drugId"), value(values, "name"),
          optional(values, "atc"), optional(values, UNIT)));
    } catch (IllegalArgumentException e) {
      return new DrugLine.Bad(line.number(), String.valueOf(e.getMessage()));
    }
  }

  private DrugLine admit(int number, Drug drug) {
    if (firstSeen.size() == MAX_DRUGS) {
      return new DrugLine.Bad(number, "is beyond the limit of " + MAX_DRUGS + " drugs");
    }
    Integer first = firstSeen.putIfAbsent(drug.drugId(), number);
    return first == null ? new DrugLine.Good(number, drug)
        : new DrugLine.Bad(number, "has the drugId of line " + first);
  }

  private String value(String[] values, String column) {
    return values[columns.indexOf(column)];
  }

  private @Nullable String optional(String[] values, String column) {
    int index = columns.indexOf(column);
    return index < 0 || values[index].isEmpty() ? null : values[index];
  }

  private static List<String> header(FileLines.@Nullable Line line) throws IOException {
    if (line == null) {
      throw new IOException("the file is empty; its first line must be drugId,name,atc");
    }
    if (line.problem() != null) {
      throw new IOException("the header " + line.problem());
    }
    List<String> columns;
    try {
      columns = Arrays.asList(split(line.text()));
    } catch (JacksonException e) {
      throw new IOException("the header is not CSV: check its quotes", e);
    }
    var missing = new TreeSet<>(REQUIRED);
    missing.removeAll(columns);
    var unknown = new TreeSet<>(columns);
    unknown.removeAll(REQUIRED);
    unknown.remove(UNIT);
    if (!missing.isEmpty() || !unknown.isEmpty()
        || new TreeSet<>(columns).size() < columns.size()) {
      throw new IOException("the header must name drugId, name, atc and may name unit, each once"
          + (missing.isEmpty() ? "" : "; missing: " + String.join(", ", missing))
          + (unknown.isEmpty() ? "" : "; unknown: " + String.join(", ", unknown)));
    }
    return columns;
  }

  private static String[] split(String line) throws IOException {
    String[] values = CSV.readValue(line);
    return values;
  }
}
