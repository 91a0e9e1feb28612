package io.epro.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * The one place for sample reports, as JSON text: one that everybody knows, and generators of valid
 * ones, of every shape that a client might send, and of bytes that were one once.
 */
public final class TestReports {
  /** The time of the known report, epoch milliseconds. */
  public static final long TIMESTAMP = 1_763_856_000_000L;

  private static final String ID_CHARS = "ABCXYZabcxyz0129._:-";

  private TestReports() {}

  /** The report of the contract, of another patient or time. */
  public static String report(String patientId, long timestamp) {
    return """
        {"patientId":"%s","timestamp":%d,"vitals":{"heartRate":72,"temp":36.6},\
        "symptoms":["headache","nausea"],"medications":[{"drugId":"N02BE01","doseMg":500}]}"""
        .formatted(patientId, timestamp);
  }

  /** As {@link #report}, in bytes. */
  public static byte[] body(String patientId, long timestamp) {
    return report(patientId, timestamp).getBytes(StandardCharsets.UTF_8);
  }

  /** Reports that keep every default rule, for a receipt within a day of {@link #TIMESTAMP}. */
  public static Arbitrary<String> valid() {
    var vitals = object(List.of(field("heartRate", validHeartRates(), 0.7),
        field("temp", validTemps(), 0.7), field("spo2", Arbitraries.of("97", "null"), 0.1)));
    var medication = object(List.of(field("drugId", drugIds(), 1), field("doseMg", doses(), 1),
        field("route", Arbitraries.of("\"oral\"", "{\"a\":[1]}"), 0.1)));
    return object(List.of(field("patientId", patientIds(), 1), field("timestamp", times(), 1),
        field("vitals", vitals, 0.7), field("symptoms", array(symptoms(), 4), 0.7),
        field("medications", array(medication, 4), 0.7),
        field("app", Arbitraries.of("\"2.1\"", "[[],{}]", "{\"a\":{\"a\":1}}"), 0.2)));
  }

  /** Everything well-formed and not: absent, null, of another type, out of range, twice, too many. */
  public static Arbitrary<String> ofEveryShape() {
    var extras = List.of("patientId", "timestamp", "vitals", "symptoms", "medications", "x", "a/b",
        "p~", "heartRate", "drugId", "doseMg", "\\u0078");
    return shapes(numbers(), field(extras, json(2), 0.2), field(extras, json(2), 0.2));
  }

  /** As above, without what no JSON schema can say: keys twice, and 72.0 where 72 is meant. */
  public static Arbitrary<String> ofSchemaShape() {
    return shapes(numbers().filter(number -> !number.matches(".*[.eE].*")),
        field("other", json(0), 0.2), field("more", json(0), 0.2));
  }

  /** Bytes of a report of any shape with some bytes changed, removed, put in, or cut off. */
  public static Arbitrary<byte[]> mutated() {
    var mutations = Combinators.combine(Arbitraries.integers().between(0, 3),
        Arbitraries.integers().between(0, 100_000), oddBytes()).as(Tuple::of).list().ofMinSize(1)
        .ofMaxSize(3);
    return Combinators.combine(Arbitraries.frequencyOf(Tuple.of(1, valid()),
        Tuple.of(1, ofEveryShape())), mutations).as((report, all) -> {
          byte[] bytes = report.getBytes(StandardCharsets.UTF_8);
          for (var one : all) {
            bytes = mutate(bytes, one.get1(), one.get2() % (bytes.length + 1), one.get3());
          }
          return bytes;
        });
  }

  private static Arbitrary<String> shapes(Arbitrary<String> integers,
      Arbitrary<Optional<String>> extra, Arbitrary<Optional<String>> another) {
    var vitals = object(List.of(field("heartRate", or(validHeartRates(), integers), 0.8),
        field("temp", or(validTemps(), numbers()), 0.8), extra, another));
    var medication = object(List.of(field("drugId", or(drugIds(), strings(64)), 0.95),
        field("doseMg", or(doses(), numbers()), 0.95), extra));
    return object(List.of(field("patientId", or(patientIds(), strings(64)), 0.95),
        field("timestamp", or(times(), integers), 0.95), field("vitals", or(vitals, vitals), 0.7),
        field("symptoms", or(array(or(symptoms(), strings(200)), 4), many("\"s\"")), 0.7),
        field("medications", or(array(or(medication, medication), 4),
            many("{\"drugId\":\"N02BE01\",\"doseMg\":1}")), 0.7),
        extra, another));
  }

  /** Mostly the one, now and then the other or any value at all. */
  private static Arbitrary<String> or(Arbitrary<String> good, Arbitrary<String> doubtful) {
    return Arbitraries.frequencyOf(Tuple.of(16, good), Tuple.of(3, doubtful),
        Tuple.of(1, json(0)));
  }

  private static Arbitrary<String> many(String element) {
    return Arbitraries.of(63, 64, 65, 66).map(n -> "["
        + String.join(",", java.util.Collections.nCopies(n, element)) + ",{}]");
  }

  private static Arbitrary<String> patientIds() {
    return Arbitraries.strings().withChars(ID_CHARS.toCharArray()).ofMinLength(1).ofMaxLength(64)
        .map(TestReports::quoted);
  }

  private static Arbitrary<String> times() {
    return Arbitraries.longs().between(946_684_800_000L, TIMESTAMP).map(String::valueOf);
  }

  private static Arbitrary<String> validHeartRates() {
    return Arbitraries.integers().between(20, 300).map(String::valueOf);
  }

  private static Arbitrary<String> validTemps() {
    return Arbitraries.integers().between(300, 450).map(n -> n / 10 + "." + n % 10);
  }

  private static Arbitrary<String> drugIds() {
    return Arbitraries.of("N02BE01", "M01AE01", "X-1", "trial/7", "é", "a\\\"b").map(
        TestReports::quoted);
  }

  private static Arbitrary<String> doses() {
    return Arbitraries.of("500", "0.5", "5e2", "1E-3", "100000", "2.50", "1e-320");
  }

  private static Arbitrary<String> symptoms() {
    return Arbitraries.of("headache", "nausea", "mal à la tête", "😀", "a\\nb", "\\ud83d\\ude00")
        .map(TestReports::quoted);
  }

  private static Arbitrary<String> numbers() {
    return Arbitraries.of("0", "-0", "-0.0", "1", "-1", "72", "72.0", "7.2e1", "19", "20", "300",
        "301", "29.99", "30", "45.0", "45.000001", "45.00000000000000000001", "1e400", "-1e400",
        "1e-400", "100000.00000000000000000001", "100000.1", "2147483647", "2147483648",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "946684799999",
        "946684800000", "1763942400000", "1763942400001", "253402300799999", "253402300800000",
        "1" + "0".repeat(999), "1" + "0".repeat(1000), "0." + "0".repeat(990) + "1");
  }

  /** Around a limit of so many characters, empty, and with what Postgres cannot hold. */
  private static Arbitrary<String> strings(int limit) {
    return Arbitraries.of("", "x".repeat(limit), "x".repeat(limit + 1), "😀".repeat(limit),
        "😀".repeat(limit) + "x", "\\u0000", "a\\u0000" + "b".repeat(limit), "\\ud800",
        "\\udc00\\ud800", "x\\ud83dx", "P 1", "P-1\\n", "é").map(TestReports::quoted);
  }

  /** Any JSON value; with a depth over 0 also with keys twice somewhere inside. */
  private static Arbitrary<String> json(int depth) {
    var leaf = Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.of("null", "true", "false", "[]",
        "{}", "[null]", "{\"a\":{\"b\":[]},\"b\":2}", "\"\"", "\"x\"")),
        Tuple.of(1, numbers().filter(
            number -> number.length() < 1000 && !number.matches(".*[.eE].*"))));
    if (depth == 0) {
      return leaf;
    }
    var names = List.of("a", "b", "patientId");
    return Arbitraries.frequencyOf(Tuple.of(3, leaf), Tuple.of(1, array(json(depth - 1), 3)),
        Tuple.of(1, Arbitraries.of("[".repeat(62) + "]".repeat(62), "[".repeat(64)
            + "]".repeat(64))),
        Tuple.of(2, object(List.of(field(names, json(depth - 1), 0.7),
            field(names, json(depth - 1), 0.7)))));
  }

  private static Arbitrary<Optional<String>> field(String name, Arbitrary<String> value,
      double presence) {
    return field(List.of(name), value, presence);
  }

  private static Arbitrary<Optional<String>> field(List<String> names, Arbitrary<String> value,
      double presence) {
    return Combinators.combine(Arbitraries.of(names), value)
        .as((name, text) -> quoted(name) + ":" + text).optional(presence);
  }

  private static Arbitrary<String> object(List<Arbitrary<Optional<String>>> fields) {
    return Combinators.combine(fields).as(all -> all.stream().flatMap(Optional::stream).toList())
        .flatMap(present -> Arbitraries.shuffle(present))
        .map(shuffled -> "{" + String.join(",", shuffled) + "}");
  }

  private static Arbitrary<String> array(Arbitrary<String> element, int max) {
    return element.list().ofMaxSize(max).map(all -> "[" + String.join(",", all) + "]");
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private static Arbitrary<Byte> oddBytes() {
    var some = new ArrayList<Byte>();
    for (char c : " {}[]\",:0-.eE\\u\n\0".toCharArray()) {
      some.add((byte) c);
    }
    some.addAll(Arrays.asList((byte) 0x80, (byte) 0xC0, (byte) 0xC1, (byte) 0xE0, (byte) 0xED,
        (byte) 0xEF, (byte) 0xF0, (byte) 0xF4, (byte) 0xF5, (byte) 0xFF));
    return Arbitraries.of(some);
  }

  private static byte[] mutate(byte[] bytes, int kind, int at, byte odd) {
    var before = Arrays.copyOf(bytes, at);
    byte[] after = Arrays.copyOfRange(bytes, kind == 1 ? at : Math.min(at + 1, bytes.length),
        bytes.length);
    return switch (kind) {
      case 0, 1 -> joined(before, new byte[]{odd}, after);
      case 2 -> joined(before, new byte[0], after);
      default -> before;
    };
  }

  private static byte[] joined(byte[] before, byte[] between, byte[] after) {
    byte[] all = Arrays.copyOf(before, before.length + between.length + after.length);
    System.arraycopy(between, 0, all, before.length, between.length);
    System.arraycopy(after, 0, all, before.length + between.length, after.length);
    return all;
  }
}
