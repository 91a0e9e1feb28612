package io.epro.processor.validate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What validation says of one report. */
public sealed interface Verdict {

  /**
   * It keeps every rule.
   *
   * @param report the validator's own, until the next report
   */
  record Valid(Report report) implements Verdict {}

  /**
   * It breaks at least one.
   *
   * @param violations all of them, in document order
   * @param patientId where it could be read and is well-formed
   */
  record Invalid(List<Violation> violations, @Nullable String patientId) implements Verdict {
    @Override
    public String toString() {
      return "Invalid" + violations;
    }
  }
}
