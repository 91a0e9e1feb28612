package io.epro.bench.sample;

import io.epro.drug.Drug;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The drugs of the sample dictionary that comes with the local system. */
public final class SampleDictionary {
  private SampleDictionary() {}

  public static List<Drug> drugs() {
    try (var reader = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(SampleDictionary.class.getResourceAsStream("/drugs.csv")),
        StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(SampleDictionary::drug).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Drug drug(String line) {
    int name = line.indexOf(',');
    int atc = line.lastIndexOf(',');
    return new Drug(line.substring(0, name), line.substring(name + 1, atc),
        line.substring(atc + 1), null);
  }
}
