package io.epro.processor.command;

import io.epro.config.ConfigException;
import io.epro.processor.intake.TopicGuard;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import java.io.IOException;

/** Which exceptions are for an operator to mend, so that their message is all there is to say; others are bugs. */
public final class Mendable {
  private Mendable() {}

  public static boolean is(Throwable thrown) {
    return thrown instanceof ConfigException || thrown instanceof LedgerFault
        || thrown instanceof IOException || thrown instanceof TopicGuard.TopicsUnfit
        || thrown instanceof OutageException || thrown instanceof IllegalArgumentException;
  }
}
