package io.epro.processor.drugs;

import java.util.Map;

/** The dictionary as it is now. */
public interface DrugDictionary {

  /**
   * All of it: by id, the JSON of {@link io.epro.drug.Drug#toJson}. What is no drug is left out, as the
   * processor leaves it out.
   *
   * @return the caller's own
   * @throws io.epro.processor.ledger.OutageException when the brokers do not answer
   */
  Map<String, byte[]> read();
}
