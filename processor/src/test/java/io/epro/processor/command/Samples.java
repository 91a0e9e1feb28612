package io.epro.processor.command;

import io.epro.report.TestReports;
import java.util.stream.IntStream;

/** Reports of one patient, told apart by their time. */
final class Samples {
  private Samples() {}

  static String report(String patientId, int number) {
    return TestReports.report(patientId, TestReports.TIMESTAMP + number);
  }

  /** @param to exclusive */
  static String[] reports(String patientId, int from, int to) {
    return IntStream.range(from, to).mapToObj(number -> report(patientId, number))
        .toArray(String[]::new);
  }
}
