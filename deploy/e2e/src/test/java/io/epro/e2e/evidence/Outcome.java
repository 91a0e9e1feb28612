package io.epro.e2e.evidence;

import java.util.Set;

/** What must become of one record of the raw topic. */
public sealed interface Outcome {

  /** The first of its report: it becomes the row. */
  record Stored() implements Outcome {}

  /** The same report again. */
  record Duplicate() implements Outcome {}

  /** @param reasons each as code, space, JSON pointer */
  record Rejected(Set<String> reasons) implements Outcome {}
}
