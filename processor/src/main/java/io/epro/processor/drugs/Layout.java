package io.epro.processor.drugs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of a drug stand in a file with a header.
 *
 * @param separator between columns
 * @param quoted whether values may stand in quotes (RFC 4180)
 * @param columns by field, the names under which a file may have it; of several, the first that is there
 *     and not empty counts
 * @param ours whether the file is written for us: then a column that we do not know is an error, since it
 *     may be a misspelt one, and so are a drug that comes twice and a name that is too long. A publisher's
 *     file has more columns, several lines for a drug, of which the first counts, and long names, which
 *     are cut
 * @param substancesOnly whether codes of fewer than seven characters, which name groups, are passed over
 */
record Layout(char separator, boolean quoted, Map<String, List<String>> columns, boolean ours,
    boolean substancesOnly) {
  static final String ID = "drugId";
  static final String NAME = "name";
  static final String ATC = "atc";
  static final String UNIT = "unit";

  /** {@code drugId,name,atc[,unit]}. */
  static final Layout CSV = new Layout(',', true, Map.of(ID, List.of(ID), NAME, List.of(NAME), ATC,
      List.of(ATC), UNIT, List.of(UNIT)), true, false);

  /** The ATC/DDD index of the WHO as CSV. */
  static final Layout WHO_ATC = new Layout(',', true,
      Map.of(ID, List.of("ATC code", "atc_code", "ATCCode"), NAME,
          List.of("ATC level name", "atc_name", "ATC name", "Name"), ATC,
          List.of("ATC code", "atc_code", "ATCCode")),
      false, true);

  /** The FDA's {@code product.txt}: names of columns as in its documentation of the NDC directory. */
  static final Layout FDA_NDC = new Layout('\t', false, Map.of(ID, List.of("PRODUCTNDC"), NAME,
      List.of("PROPRIETARYNAME", "NONPROPRIETARYNAME")), false, false);

  /**
   * A file with other names for our columns.
   *
   * @param names by field; at least those of id and name
   * @throws IllegalArgumentException when a field is not ours, or one of these two is not named
   */
  static Layout of(char separator, Map<String, String> names) {
    var columns = new TreeMap<String, List<String>>();
    names.forEach((field, name) -> columns.put(field, List.of(name)));
    if (!CSV.columns.keySet().containsAll(columns.keySet()) || !columns.containsKey(ID)
        || !columns.containsKey(NAME)) {
      throw new IllegalArgumentException(
          "columns are mapped as drugId=…,name=… and, if the file has"
              + " them, atc=… and unit=…");
    }
    return new Layout(separator, true, columns, false, false);
  }

  boolean isRequired(String field) {
    return field.equals(ID) || field.equals(NAME) || (ours && field.equals(ATC));
  }

  /** Whether it is a drug at all. */
  boolean isDrug(@Nullable String id) {
    return !substancesOnly || (id != null && id.length() == 7);
  }
}
