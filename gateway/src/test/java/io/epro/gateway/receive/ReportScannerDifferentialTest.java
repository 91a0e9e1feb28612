package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.receive.ScanResult.Malformed;
import io.epro.gateway.receive.ScanResult.NoPatient;
import io.epro.gateway.receive.ScanResult.Scanned;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The scanner beside Jackson's tree: both take the same inputs and find the same in them. */
class ReportScannerDifferentialTest {
  private final ReportScanner scanner = new ReportScanner();

  @Property(tries = 3000)
  void agreeOnReports(@ForAll("reports") String json) {
    assertAgree(json.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 5000)
  void agreeOnReportsWithOneByteChanged(@ForAll("reports") String json, @ForAll int at,
      @ForAll byte value) {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    bytes[Math.floorMod(at, bytes.length)] = value;
    assertAgree(bytes);
  }

  @Property(tries = 3000)
  void agreeOnReportsWithAPieceMissingOrDoubled(@ForAll("reports") String json, @ForAll int from,
      @ForAll int length, @ForAll boolean doubled) {
    int start = Math.floorMod(from, json.length());
    int end = start + Math.floorMod(length, json.length() - start + 1);
    var piece = doubled ? json.substring(start, end).repeat(2) : "";
    var bytes = (json.substring(0, start) + piece + json.substring(end))
        .getBytes(StandardCharsets.UTF_8);
    assertAgree(bytes);
  }

  private void assertAgree(byte[] body) {
    assertPointsAtKnownNamesAlone(scanner.scan(body));
    assertThat(scanner.scan(body))
        .as(() -> new String(body, StandardCharsets.UTF_8))
        .matches(actual -> ReferenceReader.sameKind(actual,
            ReferenceReader.report(body)));
  }

  private static void assertPointsAtKnownNamesAlone(ScanResult actual) {
    if (actual instanceof Malformed malformed && malformed.pointer() != null) {
      assertThat(malformed.pointer()).matches("/(patientId|timestamp|vitals(/(heartRate|temp))?"
          + "|symptoms(/[0-9]+)?|medications(/[0-9]+(/(drugId|doseMg))?)?)");
    }
  }

  @Provide
  Arbitrary<String> reports() {
    var patient = Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(6, Arbitraries.strings().withChars("aZ09._:-").ofMaxLength(66)
            .map(text -> "\"patientId\":\"" + text + "\"")),
        net.jqwik.api.Tuple.of(2, values(1).map(value -> "\"patientId\" : " + value)),
        net.jqwik.api.Tuple.of(1, Arbitraries.just("\"p\\u0061tientId\":\"P\"")));
    var time = Arbitraries.oneOf(
        Arbitraries.longs().map(value -> "\"timestamp\":" + value),
        Arbitraries.bigIntegers().map(value -> "\"timestamp\":" + value + "000"),
        values(1).map(value -> "\"timestamp\" :" + value));
    var others = Combinators.combine(keys(), values(3)).as((key, value) -> key + ":" + value);
    return Combinators.combine(patient, time, others.list().ofMaxSize(4),
        Arbitraries.of("", " ", "\n\t", "{}", "x"), Arbitraries.randomValue(random -> random))
        .as((p, t, rest, after, random) -> {
          var members = new java.util.ArrayList<>(rest);
          members.add(p);
          members.add(t);
          java.util.Collections.shuffle(members, random);
          return "{" + String.join(",", members) + "}" + after;
        });
  }

  private static Arbitrary<String> keys() {
    return Arbitraries.of("\"a\"", "\"b\"", "\"\\u0061\"", "\"timestamp\"", "\"\u00e4\"",
        "\"vitals\"", "\"\"", "\"\ud83d\ude00\"");
  }

  private static Arbitrary<String> values(int depth) {
    var plain = Arbitraries.oneOf(
        Arbitraries.of("null", "true", "false", "-0", "0.5", "1e400", "-1E-3", "01", "NaN",
            "\"\\u12\"",
            "\"\\ud800\"", "\"a\u0001\"", "1".repeat(101), "[".repeat(33) + "]".repeat(33)),
        Arbitraries.doubles().map(String::valueOf),
        Arbitraries.strings().ascii().ofMaxLength(12).map(text -> "\"" + text + "\""),
        Arbitraries.strings().ofMaxLength(5)
            .map(text -> "\"" + text.replaceAll("[\\p{Cs}\"\\\\\\p{Cc}]", "") + "\""));
    if (depth == 0) {
      return plain;
    }
    var inner = values(depth - 1);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, plain),
        net.jqwik.api.Tuple.of(1, inner.list().ofMaxSize(3)
            .map(list -> "[" + String.join(", ", list) + "]")),
        net.jqwik.api.Tuple.of(1, Combinators.combine(keys(), inner)
            .as((key, value) -> key + ":" + value).list().ofMaxSize(3)
            .map(list -> "{" + String.join(",", list) + "}")));
  }

  @Property(tries = 1)
  void theGeneratorMakesGoodAndBadInputs(@ForAll("samples") List<String> samples) {
    assertThat(samples.stream()
        .map(json -> ReferenceReader.report(json.getBytes(StandardCharsets.UTF_8))
            .getClass().getSimpleName())
        .distinct())
        .contains("Scanned", "Malformed", "NoPatient");
  }

  @Provide
  Arbitrary<List<String>> samples() {
    return reports().list().ofSize(300);
  }
}
