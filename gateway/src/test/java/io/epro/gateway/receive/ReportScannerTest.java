package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.receive.ScanResult.Malformed;
import io.epro.gateway.receive.ScanResult.NoPatient;
import io.epro.gateway.receive.ScanResult.Scanned;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
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
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    // A name twice.
    "{\"patientId\":\"P\",\"patientId\":\"P\"} | /patientId",
    "{\"vitals\":{\"temp\":1,\"heartRate\":1,\"temp\":1}} | /vitals/temp",
    "{\"medications\":[{},{\"drugId\":\"D\",\"drugId\":\"D\"}]} | /medications/1/drugId",
    "{\"vitals\":{\"SECRET\":1,\"SECRET\":1}} | /vitals",
    "{\"vitals\":{},\"vitals\":{}} | /vitals",
    "{\"medications\":[{\"SECRET\":{\"drugId\":1,\"drugId\":1}}]} | /medications/0",
    "{\"SECRET\":1,\"SECRET\":1} | ",
    "{\"SECRET\":{\"temp\":1,\"temp\":1}} | ",
    "{\"temp\":1,\"temp\":1} | ",
    // What is no JSON.
    "{\"patientId\":SECRET} | /patientId",
    "{\"timestamp\":01} | /timestamp",
    "{\"patientId\":\"SECRET\\q\"} | /patientId",
    "{\"symptoms\":[\"SECRET\",\"\t\"]} | /symptoms/1",
    "{\"symptoms\":[SECRET]} | /symptoms/0",
    "{\"symptoms\":{\"SECRET\":x}} | /symptoms",
    "{\"symptoms\":[[x]]} | /symptoms/0",
    "{\"vitals\":{\"temp\":-x}} | /vitals/temp",
    "{\"vitals\":{\"temp\":36.6,\"SECRET\":x}} | /vitals",
    "{\"vitals\":{\"temp\" 36.6}} | /vitals/temp",
    "{\"vitals\":{temp:36.6}} | /vitals",
    "{\"vitals\":{\"temp\":36.6]} | /vitals",
    "{\"report\":SECRET} | ",
    // What is not of one field.
    "{\"patientId\":\"SECRET | ",
    "{\"vitals\":{\"temp\": | ",
    "{\"patientId\":\"P\"} x | ",
    "{\"patientId\":\"P\",} | ",
    "SECRET | ", "[] | "})
  void aFaultIsPointedAtWithNamesOfTheReportAlone(String json, @Nullable String pointer) {
    assertThat(scan(json)).isInstanceOfSatisfying(Malformed.class,
        malformed -> assertThat(malformed.pointer()).isEqualTo(pointer));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{\"vitals\":{\"temp\":LONG_NUMBER}} | /vitals/temp",
    "{\"timestamp\":LONG_NUMBER} | /timestamp",
    "{\"symptoms\":[\"a\",\"LONG_STRING\"]} | /symptoms/1",
    "{\"patientId\":\"LONG_STRING\"} | /patientId",
    "{\"medications\":[{\"doseMg\":DEEP}]} | /medications/0/doseMg",
    "{\"symptoms\":DEEP} | /symptoms/0",
    "{\"vitals\":{\"LONG_NAME\":1}} | /vitals",
    "{\"vitals\":{\"SECRET\":LONG_NUMBER}} | /vitals",
    "{\"SECRET\":\"LONG_STRING\"} | ",
    "{\"LONG_NAME\":1} | "})
  void aLimitIsPointedAt(String json, @Nullable String pointer) {
    var text = json.replace("LONG_NUMBER", "1".repeat(101)).replace("LONG_NAME", "k".repeat(257))
        .replace("LONG_STRING", "x".repeat(16_385)).replace("DEEP", "[".repeat(32));

    assertThat(scan(text)).isInstanceOfSatisfying(Malformed.class,
        malformed -> assertThat(malformed.pointer()).isEqualTo(pointer));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{\"symptoms\":[\"a\",\"BAD\",\"b\"]} | /symptoms/1", "{\"patientId\":\"aBAD\"} | /patientId",
    "{\"vitals\":{\"temp\":1,\"BAD\":1}} | /vitals", "{\"vitals\":{\"x\":\"BAD\"}} | /vitals",
    "{\"patientId\":BAD} | /patientId", "{\"patientId\":\"P\"}BAD | ", "{\"BAD\":1} | ",
    "BAD | "})
  void bytesThatAreNotUtf8ArePointedAt(String json, @Nullable String pointer) {
    for (var hex : new String[]{"c080", "eda080", "ff", "e28228"}) {
      var bad = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
      assertThat(scanner.scan(json.replace("BAD", bad).getBytes(StandardCharsets.ISO_8859_1)))
          .isInstanceOfSatisfying(Malformed.class,
              malformed -> assertThat(malformed.pointer()).as(hex).isEqualTo(pointer));
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{\"report\":{\"patientId\":\"P\",\"patientId\":\"P\"}} | /report/patientId",
    "{\"idempotencyKey\":SECRET} | /idempotencyKey",
    "{\"report\":{},\"report\":{}} | /report",
    "{\"report\":{\"SECRET\":x}} | /report",
    "{\"patientId\":\"P\",\"idempotencyKey\":\"SECRET\"} | /idempotencyKey",
    "{\"vitals\":{\"report\":x}} | /vitals"})
  void inALineOfABatchTheEnvelopeIsPointedAtToo(String json, String pointer) {
    assertThat(new ReportScanner(LineReader.ENVELOPE).scan(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(Malformed.class,
            malformed -> assertThat(malformed.pointer()).isEqualTo(pointer));
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
