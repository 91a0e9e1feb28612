package io.epro.processor.reconcile;

/** Something that does not fit, in words without patients' data. */
public record Problem(ProblemKind kind, int partition, String words) {

  @Override
  public String toString() {
    return "partition " + partition + ": " + words;
  }
}
