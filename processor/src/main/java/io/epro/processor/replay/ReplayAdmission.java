package io.epro.processor.replay;

import io.epro.processor.intake.Admission;
import io.epro.processor.sink.Judged;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.Row;
import java.util.Map;
import java.util.Set;

/** The records of a plan, and no more of them a second than allowed. Thread-safe. */
public final class ReplayAdmission implements Admission {
  private final Map<Integer, ReplayPlan.Range> ranges;
  private final Set<String> patients;
  private final Pace pace;

  public ReplayAdmission(ReplayPlan plan, Pace pace) {
    this.ranges = plan.ranges();
    this.patients = plan.patients();
    this.pace = pace;
  }

  @Override
  public Fate of(Judged record) {
    var range = ranges.get(record.partition());
    if (range == null || record.offset() < range.from() || record.offset() >= range.to()) {
      return Fate.DROP;
    }
    pace.next();
    return patients.isEmpty() || patients.contains(patient(record)) ? Fate.PROCESS : Fate.PASS;
  }

  private static String patient(Judged record) {
    return switch (record) {
      case Row row -> row.report().patientId();
      case Rejection rejection -> String.valueOf(rejection.patientId());
    };
  }
}
