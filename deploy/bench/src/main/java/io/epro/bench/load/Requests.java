package io.epro.bench.load;

import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleReports;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests, each with other reports: some made beforehand lie in one buffer outside the heap, and for
 * each new use their patient, times and token are overwritten there. So making one costs next to
 * nothing, and the socket is written to without a copy. The reports are numbered, and a report's time
 * tells its number. Not thread-safe.
 */
final class Requests {
  /**
   * A prime number, so that each patient sends every template in time; so few that the warm-up sees
   * all of their tokens for the first time.
   */
  static final int PATIENTS = 1_009;
  private static final int TEMPLATE_LINES = 2048;
  private static final int FEWEST_TEMPLATES = 16;
  private static final int FIRST_PATIENT = 1_000_000;
  private static final int PATIENT_DIGITS = 7;
  private static final int TIME_DIGITS = 13;

  private final Kind kind;
  private final ByteBuffer bytes;
  private final List<Template> templates = new ArrayList<>();
  private final byte[] digits = new byte[TIME_DIGITS];
  private final int step;
  private int use;
  private long next;
  private long first;

  /**
   * What requests look like.
   *
   * @param lines reports in each; with 1, a single report and not a batch
   * @param tokens of the patients in their order, all of one length; empty for requests without
   */
  record Kind(int port, int lines, List<byte[]> tokens) {
    String head(int bodyLength) {
      return "POST /v1/reports" + (lines == 1 ? "" : "/batch") + " HTTP/1.1\r\nHost: 127.0.0.1:"
          + port + "\r\nContent-Type: application/" + (lines == 1 ? "json" : "x-ndjson")
          + "\r\nContent-Length: " + bodyLength + "\r\n"
          + (tokens.isEmpty() ? "" : "Authorization: Bearer "
              + "x".repeat(tokens.getFirst().length) + "\r\n")
          + "\r\n";
    }
  }

  /** Where a request lies in the buffer, and what in it changes. */
  private record Template(int from, int to, int tokenAt, int[] patientAt, int[] timeAt) {}

  /**
   * @param number of this maker, from 0 to {@code of} - 1: no two of them make the same report
   */
  Requests(Kind kind, int number, int of) {
    this.kind = kind;
    this.step = of;
    this.next = number;
    var all = new ByteArrayOutputStream();
    var reports = new SampleReports(number, 100_000);
    int count = Math.max(FEWEST_TEMPLATES, TEMPLATE_LINES / kind.lines());
    for (int i = 0; i < count; i++) {
      templates.add(template(all, reports));
    }
    bytes = ByteBuffer.allocateDirect(all.size()).put(all.toByteArray());
  }

  /** Numbers the reports from there on. */
  Requests from(long report) {
    next += report;
    return this;
  }

  /** Makes the next request. */
  Requests next() {
    var template = templates.get(use);
    use = use + 1 == templates.size() ? 0 : use + 1;
    first = next;
    bytes.clear();
    int patient = (int) (next / step % PATIENTS);
    if (template.tokenAt() > 0) {
      bytes.put(template.tokenAt(), kind.tokens().get(patient));
    }
    for (int line = 0; line < kind.lines(); line++) {
      digits(template.patientAt()[line], PATIENT_DIGITS, FIRST_PATIENT + patient);
      digits(template.timeAt()[line], TIME_DIGITS, SampleReports.FIRST_MILLIS + next);
      next += step;
    }
    bytes.limit(template.to()).position(template.from());
    return this;
  }

  /** The request made last, from its first byte. Changed by {@link #next()}. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** The number of the first report in it; those of the others are {@link #step()} apart. */
  long firstReport() {
    return first;
  }

  int lines() {
    return kind.lines();
  }

  int step() {
    return step;
  }

  /** The id of the patient with this number. */
  static String patient(int number) {
    return "P-" + (FIRST_PATIENT + number);
  }

  private Template template(ByteArrayOutputStream all, SampleReports reports) {
    var samples = new ArrayList<Sample>();
    int length = 0;
    for (int i = 0; i < kind.lines(); i++) {
      samples.add(reports.next());
      length += samples.getLast().body().length + (kind.lines() == 1 ? 0 : 1);
    }
    int from = all.size();
    var head = kind.head(length);
    all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    int tokenAt = kind.tokens().isEmpty() ? 0 : from + head.indexOf("Bearer ") + 7;
    int[] patientAt = new int[kind.lines()];
    int[] timeAt = new int[kind.lines()];
    for (int i = 0; i < kind.lines(); i++) {
      var sample = samples.get(i);
      // Both stand before anything that is not ASCII.
      var text = new String(sample.body(), StandardCharsets.ISO_8859_1);
      patientAt[i] = all.size() + text.indexOf("P-") + 2;
      timeAt[i] = all.size() + text.indexOf(Long.toString(sample.timestamp()));
      all.writeBytes(sample.body());
      if (kind.lines() > 1) {
        all.write('\n');
      }
    }
    return new Template(from, all.size(), tokenAt, patientAt, timeAt);
  }

  private void digits(int at, int count, long value) {
    for (int i = count - 1; i >= 0; i--) {
      digits[i] = (byte) ('0' + value % 10);
      value /= 10;
    }
    bytes.put(at, digits, 0, count);
  }
}
