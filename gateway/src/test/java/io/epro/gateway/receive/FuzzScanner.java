package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.receive.ScanResult.Malformed;
import java.util.Set;

/** The scanner takes what the reference takes, finds the same in it, and says why in its own words. */
public final class FuzzScanner {
  /** With N for each number. */
  private static final Set<String> WORDS = Set.of(
      "the body is empty; send one JSON object", "not UTF-N at byte N",
      "not a JSON object: the body must begin with {",
      "more than one JSON value: something follows the object, near byte N",
      "over a limit: nesting deeper than N, a number longer than N characters, a string longer than N"
          + " or a key longer than N",
      "the JSON ends too early: the body is cut off, or a bracket or quote is not closed",
      "a key occurs twice in one object, near byte N", "not JSON, near byte N", "not JSON");
  private static final ReportScanner SCANNER = new ReportScanner();

  private FuzzScanner() {}

  /** Called by Jazzer, once for each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var found = SCANNER.scan(input);
    var expected = ReferenceReader.report(input);
    if (!ReferenceReader.sameKind(found, expected)) {
      throw new AssertionError("the scanner: " + found.getClass().getSimpleName()
          + ", the reference: " + expected.getClass().getSimpleName());
    }
    if (found instanceof Malformed malformed) {
      assertThat(malformed.detail().replaceAll("[0-9]+", "N")).isIn(WORDS);
    }
  }
}
