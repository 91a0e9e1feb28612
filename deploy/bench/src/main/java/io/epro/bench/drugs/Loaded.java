package io.epro.bench.drugs;

import java.util.List;

/**
 * A dictionary loaded.
 *
 * @param records in the topic
 * @param seconds until {@code KafkaStreams} ran, having read them all
 * @param bytesEach heap for each drug after a collection: table, id, fragment
 * @param filled the same drugs put from memory, by store
 */
record Loaded(int drugs, long records, double seconds, double bytesEach, List<Filled> filled) {

  /** @param bytesEach as above, what its values hold included */
  record Filled(Store store, double seconds, double bytesEach) {}
}
