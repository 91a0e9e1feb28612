package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.epro.gateway.receive.LineReader.Line;
import io.epro.gateway.receive.ScanResult.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A batch is cut into the lines that a split of text makes, and each line, in an envelope or not, ends as
 * the reference says.
 */
public final class FuzzBatch {
  private static final ReportScanner REPORTS = new ReportScanner();
  private static final ReportScanner BARE_LINES = new ReportScanner(LineReader.ENVELOPE);
  private static final LineReader LINES = new LineReader();
  private static final ScanResult REFUSED = new Malformed("");

  private FuzzBatch() {}

  /** Called by Jazzer, once for each input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var lines = BatchLines.of(input, Integer.MAX_VALUE - 1);
    var found = new ArrayList<String>();
    for (int i = 0; i < lines.count(); i++) {
      assertThat(lines.length(i)).isEqualTo(lines.bytes(i).length);
      found.add(lines.number(i) + ":" + new String(lines.bytes(i), StandardCharsets.ISO_8859_1));
      judge(lines.bytes(i));
    }
    assertThat(found).isEqualTo(expectedLines(input));
  }

  private static List<String> expectedLines(byte[] input) {
    var parts = new String(input, StandardCharsets.ISO_8859_1).split("\n", -1);
    var lines = new ArrayList<String>();
    for (int i = 0; i < parts.length; i++) {
      var line = parts[i].endsWith("\r") ? parts[i].substring(0, parts[i].length() - 1) : parts[i];
      if (!line.matches("[ \t\r]*")) {
        lines.add((i + 1) + ":" + line);
      }
    }
    return lines;
  }

  private static void judge(byte[] line) {
    var found = switch (LINES.read(line)) {
      case Line.Bare bare -> BARE_LINES.scan(bare.bytes());
      case Line.Enveloped(var report, var key) -> {
        assertThat(key).isEqualTo(keyOf(line));
        yield REPORTS.scan(report);
      }
      case Line.Wrong wrong -> REFUSED;
    };
    assertThat(ReferenceReader.sameKind(found, expected(line))).isTrue();
  }

  private static ScanResult expected(byte[] line) {
    var tree = ReferenceReader.envelope(line);
    boolean reserved = tree.isPresent()
        && LineReader.ENVELOPE.stream().anyMatch(name -> tree.get().has(name));
    return reserved ? ofEnvelope(tree.get()) : ReferenceReader.report(line);
  }

  /** Of a tree that has a name of the envelope. */
  private static ScanResult ofEnvelope(JsonNode tree) {
    boolean alone = tree.propertyStream().allMatch(
        field -> LineReader.ENVELOPE.contains(field.getKey()));
    boolean key = !tree.has(LineReader.KEY) || (tree.get(LineReader.KEY).isTextual()
        && IdempotencyKey.parse(tree.get(LineReader.KEY).textValue()).isPresent());
    return alone && key && tree.path(LineReader.REPORT).isObject()
        ? ReferenceReader.found(tree.get(LineReader.REPORT))
        : REFUSED;
  }

  private static @Nullable UUID keyOf(byte[] line) {
    return ReferenceReader.envelope(line).map(tree -> tree.get(LineReader.KEY))
        .map(key -> UUID.fromString(key.textValue())).orElse(null);
  }
}
