package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.receive.ScanResult.Malformed;
import io.epro.gateway.receive.ScanResult.NoPatient;
import io.epro.gateway.receive.ScanResult.Scanned;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportScannerTest {
  private static final String SECRET = "SECRET";
  private final ReportScanner scanner = new ReportScanner();

  @Test
  void takesPatientAndTimestampFromTheTopLevel() {
    assertThat(scan("""
        {"vitals":{"patientId":"other","timestamp":1},"timestamp":1763856000000,
         "symptoms":["a",{"patientId":"third"}],"patientId":"P-000123"}"""))
        .isEqualTo(new Scanned("P-000123", 1_763_856_000_000L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1763856000000\"", "1763856000000.0", "1e3", "null", "{}", "[1]",
    "true",
    "9223372036854775808", "-9223372036854775809"})
  void aTimestampThatIsNoLongIntegerCountsAsZero(String timestamp) {
    assertThat(scan("{\"patientId\":\"P\",\"timestamp\":" + timestamp + "}"))
        .isEqualTo(new Scanned("P", 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
  void anyLongIsATimestamp(long timestamp) {
    assertThat(scan("{\"patientId\":\"P\",\"timestamp\":" + timestamp + "}"))
        .isEqualTo(new Scanned("P", timestamp));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P", "a-Z_0.9:x",
    "1234567890123456789012345678901234567890123456789012345678901234"})
  void aPatientIdHasOneTo64PlainCharacters(String id) {
    assertThat(scan("{\"patientId\":\"" + id + "\"}")).isEqualTo(new Scanned(id, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"patientId\":null}", "{\"patientId\":7}", "{\"patientId\":\"\"}",
    "{\"patientId\":\"a b\"}", "{\"patientId\":\"\\u00e4\"}", "{\"patientId\":[\"P\"]}",
    "{\"patientID\":\"P\"}", "{\"x\":{\"patientId\":\"P\"}}", "{\"patientId\":\"a\\u0000\"}",
    "{\"patientId\":\"12345678901234567890123456789012345678901234567890123456789012345\"}"})
  void withoutAPlainPatientIdThereIsNoPatient(String json) {
    assertThat(scan(json)).isEqualTo(new NoPatient());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "7", "\"P\"", "[]", "[{\"patientId\":\"P\"}]", "{",
    "{\"patientId\":\"P\"", "{\"patientId\":\"P\"} x", "{\"patientId\":\"P\"}{}",
    "{\"patientId\":\"P\"},", "{'patientId':\"P\"}", "{\"patientId\":\"P\",}", "{patientId:\"P\"}",
    "{\"patientId\":\"P\",\"x\":NaN}", "{\"patientId\":\"P\",\"x\":01}",
    "{\"patientId\":\"P\",\"x\":+1}", "{\"patientId\":\"P\",\"x\":.5}",
    "{\"patientId\":\"P\",\"x\":\"\t\"}", "{\"patientId\":\"P\",\"x\":\"\\q\"}",
    "{\"patientId\":\"P\"/**/}", "{\"patientId\":\"P\"}\u0000", "\ufeff{\"patientId\":\"P\"}"})
  void whatIsNotExactlyOneObjectIsMalformed(String json) {
    assertThat(scan(json)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{\"patientId\":\"P\",\"patientId\":\"P\"}",
    "{\"patientId\":\"P\",\"a\":{\"x\":1,\"y\":2,\"z\":3,\"x\":4}}",
    "{\"patientId\":\"P\",\"a\":[[{\"x\":1,\"\\u0078\":2}]]}"})
  void aKeyMayOccurOnceInEachObject(String json) {
    assertThat(scan(json)).isInstanceOfSatisfying(Malformed.class,
        malformed -> assertThat(malformed.detail()).contains("twice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void onlyUtf8IsRead(String charset) {
    var json = "{\"patientId\":\"P\"}".getBytes(java.nio.charset.Charset.forName(charset));
    var blank = " {\"patientId\":\"P\"}".getBytes(java.nio.charset.Charset.forName(charset));

    assertThat(scanner.scan(json)).isInstanceOf(Malformed.class);
    assertThat(scanner.scan(blank)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c080", "eda080", "ff", "e28228", "f8888080"})
  void bytesThatAreNotUtf8AreMalformedWherverTheyStand(String hex) {
    var bad = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);

    for (var json : new String[]{"{\"patientId\":\"P\",\"x\":\"" + bad + "\"}",
      "{\"patientId\":\"P\",\"" + bad + "\":1}"}) {
      assertThat(scanner.scan(json.getBytes(StandardCharsets.ISO_8859_1)))
          .isInstanceOfSatisfying(Malformed.class,
              malformed -> assertThat(malformed.detail()).contains("not UTF-8 at byte"));
    }
  }

  @Test
  void limitsHoldToTheLastOne() {
    assertScanned("[".repeat(31) + "]".repeat(31));
    assertOverLimit("[".repeat(32) + "]".repeat(32));
    assertScanned("1".repeat(100));
    assertOverLimit("1".repeat(101));
    assertScanned("\"" + "x".repeat(16_384) + "\"");
    assertOverLimit("\"" + "x".repeat(16_385) + "\"");
    assertScanned("{\"" + "k".repeat(256) + "\":1}");
    assertOverLimit("{\"" + "k".repeat(257) + "\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"patientId\":\"SECRET", "{\"patientId\":SECRET}",
    "{\"SECRET\":1,\"SECRET\":2}", "SECRET", "{\"patientId\":\"P\"}SECRET",
    "{\"patientId\":\"SECRET\\q\"}", "{\"SECRET\" 1}", "{\"patientId\":\"SECRET\"],"})
  void noMessageQuotesTheInput(String json) {
    assertThat(scan(json)).isInstanceOf(Malformed.class);
    assertThat(scan(json).toString()).doesNotContain(SECRET);
  }

  @Test
  void aScannedReportDoesNotPrintItsPatient() {
    assertThat(new Scanned(SECRET, 1).toString()).doesNotContain(SECRET);
  }

  private void assertScanned(String value) {
    assertThat(scan("{\"patientId\":\"P\",\"x\":" + value + "}")).isInstanceOf(Scanned.class);
  }

  private void assertOverLimit(String value) {
    assertThat(scan("{\"patientId\":\"P\",\"x\":" + value + "}"))
        .isInstanceOfSatisfying(Malformed.class,
            malformed -> assertThat(malformed.detail()).contains("over a limit"));
  }

  private ScanResult scan(String json) {
    return scanner.scan(json.getBytes(StandardCharsets.UTF_8));
  }
}
