package io.epro.gateway.receive;

import io.epro.gateway.receive.ScanResult.Scanned;
import io.epro.report.PlainJson;
import io.epro.report.ReportText;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The quick way through a report as phones write it ({@link PlainJson}): it only ever says yes, and leaves
 * to the scanner's parser whatever it is not sure of. A differential test and the fuzzer hold it to what
 * the parser says.
 *
 * <p>Allocates the result alone. Confined to one thread.
 */
final class PlainReport {
  private static final byte[] PATIENT = ascii("patientId");
  private static final byte[] TIME = ascii("timestamp");

  private final byte[][] reserved;
  private final PlainJson json = new PlainJson();
  private int patientFrom;
  private int patientTo;
  private long timestamp;

  /** @param reserved ASCII names that may not stand beside {@code patientId} */
  PlainReport(Set<String> reserved) {
    this.reserved = reserved.stream().map(PlainReport::ascii).toArray(byte[][]::new);
  }

  /** @param utf8 well-formed UTF-8. @return null where it is not sure */
  @Nullable
  Scanned scan(byte[] utf8) {
    patientTo = 0;
    timestamp = 0;
    json.begin(utf8);
    int report = json.object();
    while (json.name(report)) {
      member();
    }
    if (!json.end() || patientTo == 0) {
      return null;
    }
    var patient = new String(utf8, patientFrom, patientTo - patientFrom,
        StandardCharsets.ISO_8859_1);
    return ReportText.isPatientId(patient) ? new Scanned(patient, timestamp) : null;
  }

  private void member() {
    if (json.is(PATIENT)) {
      json.string();
      patientFrom = json.from();
      patientTo = json.to();
    } else if (json.is(TIME)) {
      timestamp = json.number() && (json.isLong() || json.doubt()) ? json.asLong() : 0;
    } else if (isReserved()) {
      json.doubt();
    } else {
      json.skip();
    }
  }

  private boolean isReserved() {
    for (var name : reserved) {
      if (json.is(name)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
