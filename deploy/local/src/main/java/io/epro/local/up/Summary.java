package io.epro.local.up;

import io.epro.local.books.Books;
import io.epro.local.traffic.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The answer at the end: everything in it is read from topic, ledger and tables after the programs
 * have stopped, but for the lines about the traffic.
 */
record Summary(Books start, Books end, Optional<Sent> sent) {

  /** What the simulated patients count themselves. */
  record Sent(long acknowledged, long retries, long refused, long abandoned) {
    static Sent by(Traffic traffic) {
      return new Sent(traffic.acknowledged(), traffic.retries(), traffic.refused(),
          traffic.abandoned());
    }
  }

  /** What does not fit; empty when the books balance and hold all that was acknowledged. */
  List<String> problems() {
    var problems = new ArrayList<>(end.problems());
    long accepted = end.ends() - start.ends();
    sent.filter(patients -> patients.acknowledged() > accepted)
        .ifPresent(patients -> problems.add("patients were told that " + patients.acknowledged()
            + " reports are queued, and the topic grew by " + accepted));
    return problems;
  }

  String text() {
    var text = new StringBuilder();
    text.append("%n%-24s %13s %13s".formatted("", "this run", "in all"));
    line(text, "records in the topic", start.ends(), end.ends());
    line(text, "stored", start.stored(), end.stored());
    line(text, "duplicate", start.duplicate(), end.duplicate());
    line(text, "rejected", start.rejected(), end.rejected());
    line(text, "erased", start.erased(), end.erased());
    line(text, "skipped", start.skipped(), end.skipped());
    if (end.lost() > 0) {
      line(text, "skipped as lost", start.lost(), end.lost());
    }
    line(text, "offsets passed", start.passed(), end.passed());
    line(text, "rows in report", start.reportRows(), end.reportRows());
    line(text, "rows in rejection", start.rejectionRows(), end.rejectionRows());
    sent.ifPresent(patients -> text.append(String.format(Locale.ROOT,
        "%n%nPatients: %,d acknowledged, %,d attempts repeated, %,d refused by the gateway,"
            + " %,d without an answer at the end.",
        patients.acknowledged(), patients.retries(), patients.refused(), patients.abandoned())));
    text.append("%n%n".formatted());
    if (problems().isEmpty()) {
      return text.append("The books balance: every record of the topic is stored, duplicate,"
          + " rejected, erased or skipped, and every row is there.").toString();
    }
    text.append("The books do not balance:");
    problems().forEach(problem -> text.append("\n  - ").append(problem));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, long before, long after) {
    text.append(String.format(Locale.ROOT, "%n%-24s %,13d %,13d", name, after - before, after));
  }
}
