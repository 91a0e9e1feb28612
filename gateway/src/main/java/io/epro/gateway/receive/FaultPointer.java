package io.epro.gateway.receive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field at which a body is at fault that the scanner has refused, by reading it a second time.
 * A pointer is made of the report's own names and of indexes alone: another name may be a patient's data,
 * so what is wrong in it is told of the field that holds it.
 */
final class FaultPointer {
  private static final Known LEAF = new Known(Map.of(), null);
  private static final Known MEDICATION = new Known(Map.of("drugId", LEAF, "doseMg", LEAF), null);

  /** A report. */
  static final Known REPORT = new Known(Map.of(
      "patientId", LEAF,
      "timestamp", LEAF,
      "vitals", new Known(Map.of("heartRate", LEAF, "temp", LEAF), null),
      "symptoms", new Known(Map.of(), LEAF),
      "medications", new Known(Map.of(), MEDICATION)), null);

  /** A line of a batch: a report, or one in its envelope. */
  static final Known LINE = REPORT.and(Map.of(LineReader.KEY, LEAF, LineReader.REPORT, REPORT));

  private final JsonParser parser;
  private final long badByte;
  private String at = "";
  /** The object whose next name is being read; null while a value is. */
  private @Nullable Known names;

  /**
   * The names that may stand in a pointer, by where they stand.
   *
   * @param items of an array; null where it has none that are known
   */
  record Known(Map<String, Known> fields, @Nullable Known items) {
    private Known and(Map<String, Known> more) {
      var all = new HashMap<>(fields);
      all.putAll(more);
      return new Known(Map.copyOf(all), items);
    }
  }

  private FaultPointer(JsonParser parser, long badByte) {
    this.parser = parser;
    this.badByte = badByte;
  }

  /**
   * The field at fault, or null where it is the whole: no object, cut off, or followed by something.
   *
   * @param parser as the scanner's, at the beginning
   * @param badByte offset of a byte that is not UTF-8 in spite of what the parser thinks
   */
  static @Nullable String find(JsonParser parser, Known root, long badByte) {
    var reading = new FaultPointer(parser, badByte);
    try {
      parser.nextToken();
      reading.value("", root);
      return null;
    } catch (JsonEOFException end) {
      return null;
    } catch (IOException fault) {
      var pointer = reading.where(ReportScanner.isDuplicateKey(fault));
      return pointer.isEmpty() ? null : pointer;
    }
  }

  /** A name that could be read, so that it is a second one or its value is at fault, is part of it. */
  private String where(boolean twice) {
    if (names == null || !(twice || parser.currentToken() == JsonToken.FIELD_NAME)) {
      return at;
    }
    var name = parser.getParsingContext().getCurrentName();
    return names.fields().containsKey(name) ? at + "/" + name : at;
  }

  private void value(String pointer, @Nullable Known known) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> object(pointer, known == null ? LEAF : known);
      case START_ARRAY -> array(pointer, known == null ? null : known.items());
      case VALUE_STRING -> {
        if (parser.getTextLength() > ReportScanner.MAX_STRING_LENGTH || isPastBadByte()) {
          throw new StreamConstraintsException("");
        }
      }
      case null, default -> {
      }
    }
  }

  private void object(String pointer, Known known) throws IOException {
    beforeName(pointer, known);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      if (isPastBadByte()) {
        names = null;
        throw new StreamConstraintsException("");
      }
      var child = known.fields().get(parser.currentName());
      at = child == null ? pointer : pointer + "/" + parser.currentName();
      names = null;
      parser.nextToken();
      value(at, child);
      beforeName(pointer, known);
    }
    names = null;
  }

  private void beforeName(String pointer, Known known) {
    at = pointer;
    names = known;
  }

  private void array(String pointer, @Nullable Known items) throws IOException {
    for (int i = 0;; i++) {
      at = items == null ? pointer : pointer + "/" + i;
      if (parser.nextToken() == JsonToken.END_ARRAY) {
        return;
      }
      value(at, items);
    }
  }

  private boolean isPastBadByte() {
    return badByte >= 0 && parser.currentLocation().getByteOffset() > badByte;
  }
}
