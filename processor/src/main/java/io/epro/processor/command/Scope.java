package io.epro.processor.command;

import io.epro.processor.intake.Admission;
import io.epro.processor.ledger.SourceLog;
import java.util.function.UnaryOperator;

/**
 * How much of the topic a pipeline is over.
 *
 * @param log the topic as it sees it
 * @param admission which records are its own
 * @param publishesRejects whether rejections also go to the topic of rejects
 */
record Scope(UnaryOperator<SourceLog> log, Admission admission, boolean publishesRejects) {

  /** All of it, for ever. */
  static final Scope LIVE = new Scope(UnaryOperator.identity(), Admission.ALL, true);
}
