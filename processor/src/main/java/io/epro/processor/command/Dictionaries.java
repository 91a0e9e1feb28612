package io.epro.processor.command;

import io.epro.processor.ProcessorSettings;
import io.epro.processor.drugs.KafkaDictionary;
import io.epro.processor.drugs.PackedMap;

/** Reads the whole dictionary for a command, and shows how far it is. */
final class Dictionaries {
  private Dictionaries() {}

  /** By id, as JSON. @throws io.epro.processor.ledger.OutageException when the brokers do not answer */
  static PackedMap read(ProcessorSettings settings) {
    try (var progress = Progress.onStderr()) {
      return new KafkaDictionary(settings.kafka(), settings.topics().drugs())
          .read(records -> progress.at(DrugFindings.DICTIONARY, records, 0));
    }
  }
}
