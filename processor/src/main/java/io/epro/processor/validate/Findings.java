package io.epro.processor.validate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The violations of one report so far: each once, in document order, up to a limit. */
final class Findings {
  private final int limit;
  private @Nullable Set<Violation> violations;

  Findings(int limit) {
    this.limit = limit;
  }

  void add(ViolationCode code, String pointer) {
    if (violations == null) {
      violations = new LinkedHashSet<>();
    }
    if (violations.size() < limit) {
      violations.add(new Violation(code, pointer));
    }
  }

  boolean isEmpty() {
    return violations == null;
  }

  List<Violation> list() {
    return violations == null ? List.of() : List.copyOf(violations);
  }
}
