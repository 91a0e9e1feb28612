package io.epro.processor.drugs;

import io.epro.drug.Drug;

/** One line of a dictionary file. */
sealed interface DrugLine {
  /** Where it stands, from 1; the header is line 1. */
  int number();

  /** A drug. */
  record Good(int number, Drug drug) implements DrugLine {}

  /**
   * Not a drug.
   *
   * @param reason in words for whoever keeps the file
   */
  record Bad(int number, String reason) implements DrugLine {}
}
