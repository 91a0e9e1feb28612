package io.epro.bench.soak;

import io.epro.bench.soak.AcknowledgedIds.Fates;
import io.epro.local.books.Books;
import java.util.List;

/** What must hold of the reports, however much was killed. */
final class Guarantees {
  private Guarantees() {}

  static List<Check> of(Books end, Fates fates, Patients patients) {
    return List.of(
        new Check("the books balance", end.balance() && end.reportRows() > 0,
            end.balance() ? "%,d stored, %,d duplicate, %,d rejected, %,d skipped of %,d records"
                .formatted(end.stored(), end.duplicate(), end.rejected(), end.skipped(),
                    end.passed())
                : String.join("; ", end.problems())),
        of(fates),
        new Check("phones got the answers that they must", patients.wrong() == 0
            && patients.abandoned() == 0,
            "%,d wrong answers, %,d reports without an answer"
                .formatted(patients.wrong(), patients.abandoned())));
  }

  static Check of(Fates fates) {
    return new Check("every acknowledged report is there exactly once",
        fates.reports() > 0 && fates.lost() == 0 && fates.doubled() == 0 && fates.untold() == 0
            && fates.stored() + fates.rejected() == fates.reports(),
        "of %,d ids %,d are one row, %,d rejected, %,d lost, %,d several rows; %,d rows nobody was told of"
            .formatted(fates.reports(), fates.stored(), fates.rejected(), fates.lost(),
                fates.doubled(), fates.untold()));
  }
}
