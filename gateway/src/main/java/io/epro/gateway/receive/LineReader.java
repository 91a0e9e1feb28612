package io.epro.gateway.receive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.epro.report.ReportJson;
import io.epro.report.ReportText;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the report in a line of a batch: the line itself, or what stands under {@code report} in
 * {@code {"idempotencyKey":…,"report":{…}}}. These two names are the envelope's alone, so that a key
 * beside a report is told instead of being overlooked. Whether the report is one is not looked at
 * here: what cannot be read is a bare line, and the scan of it finds the same fault. Thread-safe.
 */
final class LineReader {
  static final String KEY = "idempotencyKey";
  static final String REPORT = "report";
  /** Bytes that an envelope may add to its report. */
  static final int ENVELOPE_ROOM = 256;
  static final Set<String> ENVELOPE = Set.of(KEY, REPORT);

  private final JsonFactory json = ReportJson.factory().rebuild()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(ReportScanner.MAX_DEPTH + 1)
          .maxNumberLength(ReportScanner.MAX_NUMBER_LENGTH)
          .maxStringLength(ReportScanner.MAX_STRING_LENGTH)
          .maxNameLength(ReportScanner.MAX_KEY_LENGTH)
          .build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      .build();

  /** What a line holds. */
  sealed interface Line {
    /** A report without an envelope, or what is none. */
    record Bare(byte[] bytes) implements Line {}

    /** A report in its envelope. */
    record Enveloped(byte[] bytes, @Nullable UUID key) implements Line {}

    /** An envelope that is none. */
    record Wrong(Problem problem) implements Line {}
  }

  Line read(byte[] line) {
    try (var parser = json.createParser(line)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        var first = parser.nextFieldName();
        if (first != null && ENVELOPE.contains(first) && ReportText.isUtf8(line)) {
          return envelope(parser, first, line);
        }
      }
    } catch (IOException e) {
      // Not JSON: the scan of the bare line says so, and where.
    }
    return new Line.Bare(line);
  }

  private static Line envelope(JsonParser parser, String first, byte[] line) throws IOException {
    byte[] report = null;
    UUID key = null;
    boolean badKey = false;
    boolean stranger = false;
    for (var name = first; name != null; name = parser.nextFieldName()) {
      var value = parser.nextToken();
      if (name.equals(KEY)) {
        key = value == JsonToken.VALUE_STRING
            ? IdempotencyKey.parse(parser.getText()).orElse(null) : null;
        badKey = key == null;
      } else if (name.equals(REPORT) && value == JsonToken.START_OBJECT) {
        report = object(parser, line);
      } else {
        stranger = true;
      }
      parser.skipChildren();
    }
    if (parser.nextToken() != null) {
      return new Line.Bare(line);
    }
    if (stranger || report == null) {
      return new Line.Wrong(notAlone(report == null ? "/" + REPORT : null));
    }
    return badKey ? new Line.Wrong(new Problem(ProblemCode.BAD_IDEMPOTENCY_KEY, "idempotencyKey"
        + " must be a UUID of 36 characters such as 01890a5d-ac96-774b-bcce-b302099a8057",
        "/" + KEY)) : new Line.Enveloped(report, key);
  }

  /** The bytes of the object that the parser stands on, which it then has read. */
  private static byte[] object(JsonParser parser, byte[] line) throws IOException {
    long from = parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    return Arrays.copyOfRange(line, Math.toIntExact(from),
        Math.toIntExact(parser.currentLocation().getByteOffset()));
  }

  /** @param pointer to what is missing; what is too much has no name that we would repeat */
  private static Problem notAlone(@Nullable String pointer) {
    return new Problem(ProblemCode.MALFORMED_JSON,
        "a line is a report, or an object with report (an"
            + " object) and idempotencyKey alone",
        pointer);
  }
}
