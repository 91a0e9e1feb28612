package io.epro.bench.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.epro.bench.sample.SampleReports.Patients;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleReportsTest {

  @Test
  void oneHotPatientHasThatShareOfTheReports() {
    var reports = new SampleReports(1, new Patients(20_000, 30), 0, 1);

    long hot = IntStream.range(0, 20_000)
        .filter(_ -> reports.next().patientId().equals("P-1000000")).count();

    assertThat(hot / 20_000.0).isCloseTo(0.3, within(0.02));
  }

  @Test
  void theFirstReportIsAStepAfterTheStart() {
    var reports = new SampleReports(1, new Patients(10, 0), 5_000, 40);

    assertThat(reports.next().timestamp()).isEqualTo(5_040);
    assertThat(reports.next().timestamp()).isEqualTo(5_080);
  }
}
