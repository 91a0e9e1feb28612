package io.epro.processor.drugs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.epro.drug.Drug;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary as CSV (RFC 4180) or another text with one drug a line, in UTF-8, with or without a byte
 * order mark, lines ending in LF or CRLF. Its header names the columns, in any order ({@link Layout} says
 * which). Values may be left empty where the field may be absent. Spaces around a value do not count, and
 * neither do empty lines.
 *
 * <p>Each line stands for itself, so that a bad one never hides the next: a quoted value cannot hold a
 * line break. At most {@value DrugFile#MAX_DRUGS} drugs: the next one ends the reading.
 */
final class DelimitedDrugs implements DrugFile {
  private static final String OTHER_SEPARATORS = ",;|\t";
  private static final int SHOWN = 200;

  private final FileLines lines;
  private final Layout layout;
  private final ObjectReader row;
  /** By field, where in a line it may stand. */
  private final Map<String, int[]> places = new TreeMap<>();
  private final int columns;
  private final SeenIds seen = new SeenIds();

  /** @throws IOException when it cannot be read or its header lacks what it must have, saying what */
  DelimitedDrugs(InputStream file, Layout layout) throws IOException {
    this.lines = new FileLines(file, !layout.ours());
    this.layout = layout;
    this.row = reader(layout);
    this.columns = header(lines.next());
  }

  private static ObjectReader reader(Layout layout) {
    var schema = CsvSchema.emptySchema().withColumnSeparator(layout.separator());
    return CsvMapper.builder()
        .enable(CsvParser.Feature.TRIM_SPACES)
        // A lone carriage return would begin another row: bad, rather than passed over.
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()
        .readerFor(String[].class)
        .with(layout.quoted() ? schema : schema.withoutQuoteChar());
  }

  @Override
  public Optional<DrugLine> next() throws IOException {
    while (true) {
      var line = lines.next();
      if (line == null) {
        return Optional.empty();
      }
      if (!line.isEmpty()) {
        var drug = drug(line);
        if (drug != null) {
          return Optional.of(drug);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** Null where the line is no drug, and is not meant to be one. */
  private @Nullable DrugLine drug(FileLines.Line line) throws IOException {
    if (line.problem() != null) {
      return new DrugLine.Bad(line.number(), line.problem());
    }
    String[] values;
    try {
      values = split(line.text());
    } catch (IOException e) {
      return new DrugLine.Bad(line.number(), "is not CSV: check its quotes");
    }
    if (values.length != columns) {
      return new DrugLine.Bad(line.number(),
          "has " + values.length + " columns, the header has " + columns);
    }
    var id = value(values, Layout.ID);
    if (!layout.isDrug(id) || (!layout.ours() && id != null && seen.lineOf(id).isPresent())) {
      return null;
    }
    try {
      // What is absent is told as what is empty.
      return admit(line.number(), new Drug(id == null ? "" : id, name(values),
          value(values, Layout.ATC), value(values, Layout.UNIT)));
    } catch (IllegalArgumentException e) {
      return new DrugLine.Bad(line.number(), String.valueOf(e.getMessage()));
    }
  }

  private String name(String[] values) {
    var name = value(values, Layout.NAME);
    return name == null ? "" : layout.ours() ? name : LongNames.cut(name);
  }

  private DrugLine admit(int number, Drug drug) throws IOException {
    var first = seen.lineOf(drug.drugId());
    if (first.isPresent()) {
      return new DrugLine.Bad(number, "has the drugId of line " + first.getAsInt());
    }
    seen.add(drug.drugId(), number);
    return new DrugLine.Good(number, drug);
  }

  private @Nullable String value(String[] values, String field) {
    for (int place : places.getOrDefault(field, new int[0])) {
      if (!values[place].isEmpty()) {
        return values[place];
      }
    }
    return null;
  }

  private int header(FileLines.@Nullable Line line) throws IOException {
    if (line == null) {
      throw new IOException("the file is empty; its first line must name " + wanted());
    }
    if (line.problem() != null) {
      throw new IOException("the first line must name the columns, but it " + line.problem());
    }
    List<String> names;
    try {
      names = Arrays.asList(split(line.text()));
    } catch (JacksonException e) {
      throw new IOException("the header is not CSV: check its quotes", e);
    }
    var missing = new TreeSet<String>();
    layout.columns().forEach((field, possible) -> {
      int[] found = possible.stream().filter(names::contains).mapToInt(names::indexOf).toArray();
      places.put(field, found);
      if (found.length == 0 && layout.isRequired(field)) {
        missing.add(String.join(" or ", possible));
      }
    });
    var unknown = new TreeSet<String>();
    if (layout.ours()) {
      unknown.addAll(names);
      unknown.removeAll(layout.columns().keySet());
    }
    if (!missing.isEmpty() || !unknown.isEmpty()
        || (layout.ours() && new TreeSet<>(names).size() < names.size())) {
      throw new IOException("the header must name " + wanted()
          + (missing.isEmpty() ? "" : "; missing: " + String.join(", ", missing))
          + (unknown.isEmpty() ? "" : "; unknown: " + printable(String.join(", ", unknown)))
          + hint(names));
    }
    return names.size();
  }

  private String wanted() {
    if (layout.ours()) {
      return "drugId, name, atc and may name unit, each once";
    }
    return layout.columns().entrySet().stream()
        .filter(column -> layout.isRequired(column.getKey()))
        .map(column -> String.join(" or ", column.getValue()) + " (" + column.getKey() + ")")
        .reduce((one, other) -> one + " and " + other).orElseThrow();
  }

  private String hint(List<String> names) {
    if (layout.quoted() && names.size() == 1
        && names.getFirst().chars().anyMatch(c -> OTHER_SEPARATORS.indexOf(c) >= 0)) {
      return ". Its columns are not separated by '" + layout.separator()
          + "': see --separator, which goes with --columns";
    }
    return layout.ours() ? ". Other files are loaded with --format or --columns" : "";
  }

  /** The file may be no text at all. */
  private static String printable(String names) {
    return names.codePoints().limit(SHOWN)
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .append(names.codePointCount(0, names.length()) > SHOWN ? "…" : "").toString();
  }

  private String[] split(String line) throws IOException {
    String[] values = row.readValue(line);
    return values;
  }
}
