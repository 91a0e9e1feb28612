package io.epro.processor.drugs;

import io.epro.drug.Drug;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The concepts of RxNorm, as the NLM ships them in {@code RXNCONSO.RRF} (RxNorm technical documentation,
 * section "Concept Names and Sources"): fields between pipes, no header, the lines of a concept one after
 * the other. A concept is a drug if one of RxNorm's own names for it is of a kind that names one; it gets
 * that name, and the ATC code that the concept has, if any.
 */
final class RxNormDrugs implements DrugFile {
  private static final int FIELDS = 18;
  private static final int CONCEPT = 0;
  private static final int SOURCE = 11;
  private static final int KIND = 12;
  private static final int CODE = 13;
  private static final int NAME = 14;
  private static final int SUPPRESS = 16;
  /** Ingredients, brands and what is dispensed; the first counts most. Others name forms and strengths. */
  private static final List<String> KINDS = List.of("IN", "PIN", "MIN", "BN", "SCD", "SBD", "GPCK",
      "BPCK");
  private static final int ATC_SUBSTANCE = 7;

  private final FileLines lines;
  private final SeenIds seen = new SeenIds();
  private FileLines.@Nullable Line ahead;

  /** What the lines of one concept say. */
  private static final class Concept {
    private final String id;
    private final int line;
    private @Nullable String name;
    private int kind = KINDS.size();
    private @Nullable String atc;

    Concept(String id, int line) {
      this.id = id;
      this.line = line;
    }

    void add(String[] fields) {
      int rank = KINDS.indexOf(fields[KIND]);
      if (fields[SOURCE].equals("RXNORM") && rank >= 0 && rank < kind
          && fields[SUPPRESS].equals("N")) {
        kind = rank;
        name = fields[NAME];
      } else if (fields[SOURCE].equals("ATC") && fields[CODE].length() == ATC_SUBSTANCE
          && atc == null) {
        atc = fields[CODE];
      }
    }
  }

  RxNormDrugs(InputStream file) throws IOException {
    lines = new FileLines(file, false);
    ahead = lines.next();
    if (ahead == null || fields(ahead) == null) {
      throw new IOException("the file is no RXNCONSO.RRF: its lines have " + FIELDS
          + " fields, each ended by a pipe");
    }
  }

  @Override
  public Optional<DrugLine> next() throws IOException {
    while (ahead != null) {
      var line = ahead;
      String[] fields = fields(line);
      if (fields == null) {
        ahead = lines.next();
        if (!line.isEmpty()) {
          return Optional.of(new DrugLine.Bad(line.number(), line.problem() == null
              ? "does not have " + FIELDS + " fields" : line.problem()));
        }
      } else {
        var drug = drug(concept(fields, line.number()));
        if (drug != null) {
          return Optional.of(drug);
        }
      }
    }
    return Optional.empty();
  }

  private Concept concept(String[] first, int number) throws IOException {
    var concept = new Concept(first[CONCEPT], number);
    String[] fields = first;
    while (fields != null && fields[CONCEPT].equals(concept.id)) {
      concept.add(fields);
      ahead = lines.next();
      fields = ahead == null ? null : fields(ahead);
    }
    return concept;
  }

  private @Nullable DrugLine drug(Concept concept) throws IOException {
    if (concept.name == null) {
      return null;
    }
    if (seen.lineOf(concept.id).isPresent()) {
      return new DrugLine.Bad(concept.line, "has a concept that came before: sort the file by it");
    }
    try {
      var drug = new Drug(concept.id, LongNames.cut(concept.name), concept.atc, null);
      seen.add(concept.id, concept.line);
      return new DrugLine.Good(concept.line, drug);
    } catch (IllegalArgumentException e) {
      return new DrugLine.Bad(concept.line, String.valueOf(e.getMessage()));
    }
  }

  private static String @Nullable [] fields(FileLines.Line line) {
    String[] fields = line.text().split("\\|", -1);
    // The last field is ended by a pipe, too.
    return line.problem() == null && fields.length == FIELDS + 1 ? fields : null;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
