package io.epro.local.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The ids of the sample dictionary, {@code drugs.csv}. */
public final class SampleDrugs {
  private SampleDrugs() {}

  public static List<String> ids() {
    try (var reader = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(SampleDrugs.class.getResourceAsStream("/drugs.csv"), "drugs.csv"),
        StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
