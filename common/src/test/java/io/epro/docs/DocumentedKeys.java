package io.epro.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.config.Settings;
import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.TreeMap;

/**
 * Holds {@code docs/configuration.md} to the settings: one table row {@code | key | default | meaning |}
 * for each key, with the default as the code has it ({@code -} where there is none), and no row for a
 * key that does not exist.
 */
public final class DocumentedKeys {
  private static final String PAGE = "configuration.md";
  private static final String NONE = "-";

  private DocumentedKeys() {}

  /** Fails unless page and mapping list the same keys with the same defaults, each with a meaning. */
  public static void assertMatch(Class<?> mapping) {
    var prefix = mapping.getAnnotation(ConfigMapping.class).prefix() + ".";
    var rows = Docs.tableRows(PAGE).stream()
        .filter(row -> row.getFirst().startsWith(prefix)).toList();
    assertThat(rows).as("rows without a meaning, in " + PAGE)
        .allSatisfy(row -> assertThat(row.get(2)).isNotBlank());
    assertThat(rows).extracting(List::getFirst).as("keys listed twice, in " + PAGE)
        .doesNotHaveDuplicates();

    var documented = new TreeMap<String, String>();
    rows.forEach(row -> documented.put(row.getFirst(), row.get(1)));
    var actual = new TreeMap<String, String>();
    Settings.keys(mapping).forEach((key, value) -> actual.put(key, value.orElse(NONE)));
    assertThat(documented).as("keys and defaults, in " + PAGE).isEqualTo(actual);
  }
}
