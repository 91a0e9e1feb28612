package io.epro.processor.validate;

/** A verdict by value: what it says of a valid report stays when the validator goes on. */
sealed interface PlainVerdict {

  record Valid(PlainReport report) implements PlainVerdict {}

  record Invalid(Verdict.Invalid why) implements PlainVerdict {}

  static PlainVerdict of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Valid(Report report) -> new Valid(PlainReport.of(report));
      case Verdict.Invalid invalid -> new Invalid(invalid);
    };
  }
}
