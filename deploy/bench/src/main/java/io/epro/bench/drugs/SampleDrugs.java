package io.epro.bench.drugs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.epro.bench.sample.SampleDictionary;
import io.epro.drug.Drug;
import io.epro.processor.enrich.DrugFragment;
import java.util.List;

/** A dictionary of any size: the ids of {@link Questions}, names as in the sample dictionary. */
public final class SampleDrugs {
  private static final List<Drug> NAMED = SampleDictionary.drugs();

  private SampleDrugs() {}

  static Drug drug(byte[] id, int number) {
    var text = new String(id, US_ASCII);
    return new Drug(text, NAMED.get(number % NAMED.size()).name() + " " + number, text, null);
  }

  /** Puts a drug for each question. */
  public static void fill(Dictionary dictionary, Questions ids) {
    for (int i = 0; i < ids.count(); i++) {
      byte[] id = ids.bytes(i);
      dictionary.put(id, DrugFragment.of(drug(id, i)));
    }
  }
}
