package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.gateway.receive.ScanResult.Scanned;
import io.epro.report.ReportText;
import io.epro.report.TestReports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When the quick way says yes. That it is right then, {@link ReportScannerDifferentialTest} shows for
 * the scanner that holds it.
 */
class PlainReportTest {
  private static final ObjectMapper TREE = new ObjectMapper();
  private static final Set<String> ENVELOPE = Set.of("report", "idempotencyKey");

  private final PlainReport plain = new PlainReport(Set.of());

  @Test
  void isSureOfWhatPhonesWrite() {
    assertThat(scan(plain, """
         {"patientId":"P-000123","timestamp":1763856000000,
         "vitals":{"heartRate":72,"temp":36.6}, "note":"\\u00dcbel\\n", "tags":{},
         "symptoms":["headache","Übelkeit"],"fever":false,"more":null,
         "medications":[{"drugId":"N02BE01","doseMg":5e2},{"drugId":"A","doseMg":-0.5E-1}]}
        """)).isEqualTo(new Scanned("P-000123", 1_763_856_000_000L));
    assertThat(scan(plain, "{\"patientId\":\"P\",\"timestamp\":-12}"))
        .isEqualTo(new Scanned("P", -12));
    assertThat(scan(plain, "{\"timestamp\":0,\"patientId\":\"P\",\"a\":[]}"))
        .isEqualTo(new Scanned("P", 0));
    assertThat(scan(plain, "{\"patientId\":\"P\",\"report\":{}}")).isEqualTo(new Scanned("P", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"patientId\":\"P\"", "{\"patientId\":\"P\"}}",
    "{\"patientId\":\"P\"} {}", "{\"patientId\":\"P\",}", "{\"patientId\":\"P\",\"a\":1,\"a\":2}",
    "{\"patientId\":\"P\",\"v\":{\"a\":1,\"a\":2}}", "{\"patientId\":\"P\",\"\\u0061\":1}",
    "{\"p\\u0061tientId\":\"P\"}", "{\"patientId\":\"\"}", "{\"patientId\":\"P\\u0041\"}",
    "{\"patientId\":1}", "{\"patientId\":\"P\",\"timestamp\":1.0}",
    "{\"patientId\":\"P\",\"timestamp\":\"1\"}", "{\"patientId\":\"P\",\"timestamp\":01}",
    "{\"patientId\":\"P\",\"timestamp\":1234567890123456789}", "{\"patientId\":\"P\",\"a\":01}",
    "{\"patientId\":\"P\",\"a\":.5}", "{\"patientId\":\"P\",\"a\":1.}",
    "{\"patientId\":\"P\",\"a\":1e}", "{\"patientId\":\"P\",\"a\":+1}",
    "{\"patientId\":\"P\",\"a\":-}", "{\"patientId\":\"P\",\"a\":nul}",
    "{\"patientId\":\"P\",\"a\":truex}", "{\"patientId\":\"P\",\"a\":\"\\x\"}",
    "{\"patientId\":\"P\",\"a\":\"\\u12g4\"}", "{\"patientId\":\"P\",\"a\":\"\t\"}",
    "{\"patientId\":\"P\",\"a\":\"\u0000\"}", "{\"patientId\":\"P\",\"a\":[1,]}",
    "{\"patientId\":\"P\",\"a\":[1 2]}", "{\"patientId\":\"P\",\"a\":[[[[[[[[1]]]]]]]]}",
    "{\"patientId\":\"P\",\"a\":12345678901234567890123456789012.5}",
    "{\"patientId\":\"P\" \"a\":1}", "{\"patientId\" \"P\"}", "{patientId:\"P\"}", "\u0000"})
  void leavesTheRestToTheParser(String json) {
    assertThat(scan(plain, json)).isNull();
  }

  @Test
  void keepsTheEnvelopesNamesOutOfABareLine() {
    var line = new PlainReport(ENVELOPE);

    assertThat(scan(line, "{\"patientId\":\"P\",\"report\":{}}")).isNull();
    assertThat(scan(line, "{\"patientId\":\"P\",\"a\":{\"report\":1}}"))
        .isEqualTo(new Scanned("P", 0));
  }

  @Test
  void isNotSureOfVeryLongOnes() {
    var text = "x".repeat(ReportScanner.MAX_STRING_LENGTH);
    assertThat(scan(plain, "{\"patientId\":\"P\",\"a\":\"" + text + "\"}")).isNotNull();
    assertThat(scan(plain, "{\"patientId\":\"P\",\"a\":\"" + text + "y\"}")).isNull();
    assertThat(scan(plain, "{\"patientId\":\"P\",\"" + "a".repeat(65) + "\":1}")).isNull();
  }

  @Property(tries = 2000)
  void isRightWhenItIsSureHoweverTheReportWasSpoilt(@ForAll("mutated") List<byte[]> bodies)
      throws IOException {
    for (byte[] body : bodies) {
      var found = ReportText.isUtf8(body) ? plain.scan(body) : null;
      if (found != null) {
        var tree = TREE.readTree(body);
        assertThat(tree.path("patientId").textValue()).isEqualTo(found.patientId());
        assertThat(tree.path("timestamp").asLong()).isEqualTo(found.timestamp());
      }
    }
  }

  @Provide
  Arbitrary<List<byte[]>> mutated() {
    return TestReports.mutated().list().ofMaxSize(5);
  }

  private static @Nullable Scanned scan(PlainReport plain, String json) {
    return plain.scan(json.getBytes(StandardCharsets.UTF_8));
  }
}
