package io.epro.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/**
 * The JSON that a report may be written in: RFC 8259 in UTF-8 without a byte order mark, nested up to
 * {@value #MAX_DEPTH} deep, numbers up to {@value #MAX_NUMBER_LENGTH} and names up to
 * {@value #MAX_NAME_LENGTH} characters. A string is bounded by the document that holds it. This is what
 * the processor reads, from whoever published; the gateway's own limits may only be tighter.
 */
public final class ReportJson {
  /** Objects and arrays within one another. */
  public static final int MAX_DEPTH = 64;
  /** Characters of a number, sign and exponent included. */
  public static final int MAX_NUMBER_LENGTH = 1000;
  /** Characters of a field's name. */
  public static final int MAX_NAME_LENGTH = 1000;

  private ReportJson() {}

  /**
   * A new factory, for the caller alone: parsers share their factory's table of names, and a table of
   * one's own needs no lock. Jackson decodes some invalid UTF-8 (overlong forms, encoded surrogates);
   * where that matters the caller looks at the bytes first.
   */
  public static JsonFactory factory() {
    return JsonFactory.builder()
        // The names are whatever a client wrote: nothing of them goes into the JVM's own table,
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // and names made to collide cost time, they do not make other reports fail.
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .maxNameLength(MAX_NAME_LENGTH)
            .maxStringLength(Integer.MAX_VALUE)
            .build())
        .build();
  }
}
