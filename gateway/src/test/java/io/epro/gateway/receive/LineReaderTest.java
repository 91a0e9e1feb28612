package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.receive.LineReader.Line.Bare;
import io.epro.gateway.receive.LineReader.Line.Enveloped;
import io.epro.gateway.receive.LineReader.Line.Wrong;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static final String KEY = "01890a5d-ac96-774b-bcce-b302099a8057";
  private final LineReader reader = new LineReader();

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":{ } }", " { \"patientId\" : \"P\\u0041\u00e4\" } ",
    "{\"report\":{\"report\":1},\"idempotencyKey\":2}"})
  void theReportIsTakenByteForByte(String report) {
    var trimmed = report.strip();
    assertEnveloped("{\"report\":" + report + "}", trimmed, null);
    assertEnveloped(" {\"idempotencyKey\" : \"" + KEY + "\",\"report\" : " + report + " } ",
        trimmed, KEY);
    assertEnveloped("{\"report\":" + report + ",\"idempotencyKey\":\"" + KEY + "\"}", trimmed, KEY);
    assertEnveloped("{\"\\u0072eport\":" + report + "}", trimmed, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "[]", "{}", "{\"patientId\":\"P\"}", "{\"report\":{}", "{\"report",
        "{\"patientId\":\"P\",\"report\":{}}", "{\"report\":{}} x", "{\"report\":{},\"report\":{}}",
        "{\"report\":{\"a\":1,\"a\":1}}"})
  void whateverElseIsABareLine(String line) {
    var bytes = line.getBytes(StandardCharsets.UTF_8);
    assertThat(reader.read(bytes)).isEqualTo(new Bare(bytes));
  }

  @Test
  void anEnvelopeThatIsNotUtf8IsLeftToTheScan() {
    var bytes = "{\"report\":{\"x\":\"\u00e4\"}}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(reader.read(bytes)).isEqualTo(new Bare(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"report\":1}", "{\"report\":null}", "{\"report\":[{}]}",
    "{\"idempotencyKey\":\"" + KEY + "\"}", "{\"report\":{},\"patientId\":\"P\"}",
    "{\"idempotencyKey\":\"" + KEY + "\",\"patientId\":\"P\"}", "{\"report\":{},\"x\":{\"y\":1}}"})
  void anEnvelopeHoldsNothingElse(String line) {
    assertWrong(line, ProblemCode.MALFORMED_JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "null", "\"\"", "\"7\"", "{}", "[\"" + KEY + "\"]",
    "\"" + KEY + " \""})
  void aKeyIsAUuid(String key) {
    assertWrong("{\"idempotencyKey\":" + key + ",\"report\":{}}", ProblemCode.BAD_IDEMPOTENCY_KEY);
  }

  @Test
  void aReportMayNestAsDeepInAnEnvelopeAsOutside() {
    int depth = ReportScanner.MAX_DEPTH - 1;
    var report = "{\"patientId\":\"P\",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";

    assertEnveloped("{\"report\":" + report + "}", report, null);
    assertThat(new ReportScanner().scan(report.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ScanResult.Scanned.class);
  }

  @Test
  void aBareReportHasNoFieldWithANameOfTheEnvelope() {
    var line = "{\"patientId\":\"P\",\"idempotencyKey\":\"" + KEY + "\"}";
    var bytes = line.getBytes(StandardCharsets.UTF_8);

    assertThat(new ReportScanner(LineReader.ENVELOPE).scan(bytes))
        .isInstanceOf(ScanResult.Malformed.class);
    assertThat(new ReportScanner().scan(bytes)).isInstanceOf(ScanResult.Scanned.class);
  }

  @Property
  void anyTextInAReportComesOutAsItWentIn(@ForAll String text) throws Exception {
    var report = "{\"x\":" + new com.fasterxml.jackson.databind.ObjectMapper()
        .writeValueAsString(text.replaceAll("[\\ud800-\\udfff]", "")) + "}";
    assertEnveloped("{\"idempotencyKey\":\"" + KEY + "\",\"report\":" + report + "}", report, KEY);
  }

  private void assertEnveloped(String line, String report, @Nullable String key) {
    assertThat(reader.read(line.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(Enveloped.class, found -> {
          assertThat(new String(found.bytes(), StandardCharsets.UTF_8)).isEqualTo(report);
          assertThat(found.key()).isEqualTo(key == null ? null : UUID.fromString(key));
        });
  }

  private void assertWrong(String line, ProblemCode code) {
    assertThat(reader.read(line.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(Wrong.class,
            found -> assertThat(found.problem().code()).isEqualTo(code));
  }
}
