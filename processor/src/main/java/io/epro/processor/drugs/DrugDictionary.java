package io.epro.processor.drugs;

import java.util.function.LongConsumer;

/** The dictionary as it is now. */
public interface DrugDictionary {
  /** Between two calls of the progress. */
  int PROGRESS_RECORDS = 10_000;

  /**
   * All of it: by id, the JSON of {@link io.epro.drug.Drug#toJson}. What is no drug is left out, as the
   * processor leaves it out.
   *
   * @param progress is told now and then how many records have been read
   * @return the caller's own
   * @throws io.epro.processor.ledger.OutageException when the brokers do not answer
   */
  PackedMap read(LongConsumer progress);
}
