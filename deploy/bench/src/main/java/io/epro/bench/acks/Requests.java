package io.epro.bench.acks;

import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleReports;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Requests, each with another report: some thousand made beforehand, whose patient and time are
 * overwritten for each new use, so that making them costs the client next to nothing. Not thread-safe.
 */
final class Requests {
  /**
   * A prime number, so that each patient sends every template in time; so few that the warm-up sees
   * all of their tokens for the first time.
   */
  static final int PATIENTS = 1_009;
  private static final int TEMPLATES = 2048;
  private static final int FIRST_PATIENT = 1_000_000;
  private static final String HEAD = "POST /v1/reports HTTP/1.1\r\nHost: 127.0.0.1:";
  private static final String AUTHORIZATION = "\r\nAuthorization: Bearer ";
  private static final int PATIENT_DIGITS = 7;
  private static final int TIME_DIGITS = 13;

  private final byte[][] templates = new byte[TEMPLATES][];
  private final List<byte[]> tokens;
  private final int tokenAt;
  private final int[] patientAt = new int[TEMPLATES];
  private final int[] timeAt = new int[TEMPLATES];
  private final int of;
  private long next;

  /**
   * @param number of this maker, from 0 to {@code of} - 1: no two of them make the same report
   * @param tokens of the patients in their order, all of one length; empty for requests without
   */
  Requests(int port, int number, int of, List<byte[]> tokens) {
    this.tokens = tokens;
    this.tokenAt = HEAD.length() + Integer.toString(port).length() + AUTHORIZATION.length();
    var reports = new SampleReports(number, 100_000);
    for (int i = 0; i < TEMPLATES; i++) {
      set(i, reports.next(), port);
    }
    this.of = of;
    this.next = number;
  }

  /** A copy: the array is the caller's. */
  byte[] next() {
    int template = (int) (next / of % TEMPLATES);
    byte[] request = templates[template].clone();
    int patient = (int) (next % PATIENTS);
    digits(request, patientAt[template], PATIENT_DIGITS, FIRST_PATIENT + patient);
    if (!tokens.isEmpty()) {
      byte[] token = tokens.get(patient);
      System.arraycopy(token, 0, request, tokenAt, token.length);
    }
    digits(request, timeAt[template], TIME_DIGITS, 1_767_225_600_000L + next);
    next += of;
    return request;
  }

  /** The id of the patient with this number. */
  static String patient(int number) {
    return "P-" + (FIRST_PATIENT + number);
  }

  private void set(int index, Sample sample, int port) {
    var body = new String(sample.body(), StandardCharsets.UTF_8);
    var token = tokens.isEmpty() ? "" : AUTHORIZATION + "x".repeat(tokens.getFirst().length);
    var head = HEAD + port + token
        + "\r\nContent-Type: application/json\r\nContent-Length: " + sample.body().length
        + "\r\n\r\n";
    templates[index] = (head + body).getBytes(StandardCharsets.UTF_8);
    // Both stand before anything that is not ASCII.
    patientAt[index] = head.length() + body.indexOf("P-") + 2;
    timeAt[index] = head.length() + body.indexOf(Long.toString(sample.timestamp()));
  }

  private static void digits(byte[] into, int at, int count, long value) {
    for (int i = at + count - 1; i >= at; i--) {
      into[i] = (byte) ('0' + value % 10);
      value /= 10;
    }
  }
}
