package io.epro.gateway.receive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.epro.gateway.receive.ScanResult.Malformed;
import io.epro.gateway.receive.ScanResult.NoPatient;
import io.epro.gateway.receive.ScanResult.Scanned;
import io.epro.report.ReportJson;
import io.epro.report.ReportText;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body once, from end to end, and takes from it what the gateway needs. What it lets through
 * is UTF-8 without a byte order mark, exactly one JSON object, no key twice in any object, and within
 * the limits below; whether the report makes sense is the processor's business. Confined to one thread.
 *
 * <p>Jackson's messages quote the input, so none of them leaves this class.
 */
final class ReportScanner {
  static final int MAX_DEPTH = 32;
  static final int MAX_NUMBER_LENGTH = 100;
  static final int MAX_STRING_LENGTH = 16_384;
  static final int MAX_KEY_LENGTH = 256;
  private static final Malformed EMPTY = new Malformed("the body is empty; send one JSON object");

  private final Set<String> reserved;
  private final PlainReport plainReport;
  private final JsonFactory json = ReportJson.factory().rebuild()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(MAX_DEPTH)
          .maxNumberLength(MAX_NUMBER_LENGTH)
          .maxStringLength(MAX_STRING_LENGTH)
          .maxNameLength(MAX_KEY_LENGTH)
          .build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      .build();

  ReportScanner() {
    this(Set.of());
  }

  /** @param reserved names that may not stand beside {@code patientId} */
  ReportScanner(Set<String> reserved) {
    this.reserved = reserved;
    this.plainReport = new PlainReport(reserved);
  }

  ScanResult scan(byte[] body) {
    if (body.length == 0) {
      return EMPTY;
    }
    int malformed = ReportText.malformedUtf8At(body);
    if (malformed >= 0) {
      return new Malformed("not UTF-8 at byte " + malformed, faultIn(body, malformed));
    }
    var plain = plainReport.scan(body);
    if (plain != null) {
      return plain;
    }
    try (var parser = json.createParser(body)) {
      return scan(parser);
    } catch (IOException e) {
      // The body is in memory: nothing but the parser's own exceptions comes here.
      return new Malformed(detailOf(e), faultIn(body, -1));
    }
  }

  private @Nullable String faultIn(byte[] body, int badByte) {
    try (var parser = json.createParser(body)) {
      return FaultPointer.find(parser,
          reserved.isEmpty() ? FaultPointer.REPORT : FaultPointer.LINE, badByte);
    } catch (IOException e) {
      return null;
    }
  }

  private ScanResult scan(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return new Malformed("not a JSON object: the body must begin with {");
    }
    String patientId = null;
    long timestamp = 0;
    Malformed envelope = null;
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      var value = parser.nextToken();
      switch (name) {
        case "patientId" -> patientId = value == JsonToken.VALUE_STRING ? parser.getText() : null;
        case "timestamp" -> timestamp = integerOrZero(parser);
        default -> {
          if (reserved.contains(name)) {
            envelope = new Malformed("a field of the report has a name of the batch's envelope: put"
                + " the report into one" + where(parser), "/" + name);
          }
        }
      }
      readToEnd(parser);
    }
    if (parser.nextToken() != null) {
      return new Malformed(
          "more than one JSON value: something follows the object" + where(parser));
    }
    if (envelope != null) {
      return envelope;
    }
    return patientId != null && ReportText.isPatientId(patientId)
        ? new Scanned(patientId, timestamp)
        : new NoPatient();
  }

  /** Reads the value that the parser stands on, however deep; strings are checked in full. */
  private static void readToEnd(JsonParser parser) throws IOException {
    int depth = 0;
    for (var token = parser.currentToken(); token != null; token = parser.nextToken()) {
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING && parser.getTextLength() > MAX_STRING_LENGTH) {
        // Jackson's own check waits for getText(), which would copy the string.
        throw new StreamConstraintsException("");
      }
      if (depth == 0) {
        return;
      }
    }
  }

  private static long integerOrZero(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER ? parser.getLongValue() : 0;
  }

  private static String detailOf(IOException e) {
    return switch (e) {
      case StreamConstraintsException limit -> "over a limit: nesting deeper than " + MAX_DEPTH
          + ", a number longer than " + MAX_NUMBER_LENGTH + " characters, a string longer than "
          + MAX_STRING_LENGTH + " or a key longer than " + MAX_KEY_LENGTH;
      case JsonEOFException end -> "the JSON ends too early: the body is cut off, or a bracket or"
          + " quote is not closed";
      case JsonParseException wrong when isDuplicateKey(wrong) -> "a key occurs twice in one object"
          + where(wrong);
      case JsonParseException wrong -> "not JSON" + where(wrong);
      default -> "not JSON";
    };
  }

  static boolean isDuplicateKey(IOException e) {
    return e instanceof JsonParseException wrong
        && wrong.getOriginalMessage().startsWith("Duplicate");
  }

  private static String where(JsonParseException e) {
    return e.getLocation() == null ? "" : ", near byte " + e.getLocation().getByteOffset();
  }

  private static String where(JsonParser parser) {
    return ", near byte " + parser.currentLocation().getByteOffset();
  }
}
