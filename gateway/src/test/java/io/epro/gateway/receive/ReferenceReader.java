package io.epro.gateway.receive;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epro.gateway.receive.ScanResult.Malformed;
import io.epro.gateway.receive.ScanResult.NoPatient;
import io.epro.gateway.receive.ScanResult.Scanned;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a report is, said once more and slowly: Java's UTF-8 decoder, and Jackson's tree. */
final class ReferenceReader {
  private static final ObjectMapper REPORTS = strict(ReportScanner.MAX_DEPTH);
  private static final ObjectMapper ENVELOPES = strict(ReportScanner.MAX_DEPTH + 1);

  private ReferenceReader() {}

  static ScanResult report(byte[] body) {
    return object(REPORTS, body).map(ReferenceReader::found).orElse(new Malformed(""));
  }

  /** The object that an envelope may be: one level deeper than a report. */
  static Optional<JsonNode> envelope(byte[] line) {
    return object(ENVELOPES, line);
  }

  static boolean sameKind(ScanResult actual, ScanResult expected) {
    return (actual instanceof Malformed && expected instanceof Malformed)
        || actual.equals(expected);
  }

  private static Optional<JsonNode> object(ObjectMapper mapper, byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      boolean marked = body.length > 0 && body[0] == (byte) 0xef;
      var tree = mapper.readTree(body);
      return marked || hasZero(body) || !tree.isObject() ? Optional.empty() : Optional.of(tree);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** In a report that was read already. */
  static ScanResult found(JsonNode report) {
    var patient = report.path("patientId");
    var time = report.path("timestamp");
    return patient.isTextual() && patient.textValue().matches("[A-Za-z0-9._:-]{1,64}")
        ? new Scanned(patient.textValue(),
            time.isIntegralNumber() && time.canConvertToLong() ? time.longValue() : 0)
        : new NoPatient();
  }

  private static boolean hasZero(byte[] body) {
    for (byte b : body) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static ObjectMapper strict(int depth) {
    return JsonMapper.builder(new JsonFactoryBuilder()
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(depth)
            .maxNumberLength(ReportScanner.MAX_NUMBER_LENGTH)
            .maxStringLength(ReportScanner.MAX_STRING_LENGTH)
            .maxNameLength(ReportScanner.MAX_KEY_LENGTH).build())
        .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
