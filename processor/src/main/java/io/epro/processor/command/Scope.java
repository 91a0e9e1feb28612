package io.epro.processor.command;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.intake.Admission;
import io.epro.processor.ledger.SourceLog;
import io.epro.processor.postgres.ErasureTable;
import java.util.function.UnaryOperator;

/**
 * How much of the topic a pipeline is over.
 *
 * @param log the topic as it sees it
 * @param admission which records are its own
 * @param erasures whose records it must not keep
 * @param publishes whether rejections and reports also go to their topics
 */
record Scope(UnaryOperator<SourceLog> log, Admission admission, ErasureTable erasures,
    boolean publishes) {

  /** All of it, for ever. */
  static Scope live(ProcessorSettings settings) {
    return new Scope(UnaryOperator.identity(), Admission.ALL, new ErasureTable(settings), true);
  }
}
