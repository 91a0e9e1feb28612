package io.epro.processor.enrich;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the dictionary knows of each medication of one report, in the report's order. It is the enricher's
 * own and is overwritten by the next report. Confined to one thread.
 */
public final class Enrichment {
  private byte[] @Nullable [] known = new byte[8][];
  private int size;
  private int unknownDrugs;

  Enrichment() {}

  void begin() {
    size = 0;
    unknownDrugs = 0;
  }

  void add(byte @Nullable [] fragment) {
    if (size == known.length) {
      known = Arrays.copyOf(known, 2 * size);
    }
    known[size++] = fragment;
    unknownDrugs += fragment == null ? 1 : 0;
  }

  /** As {@link DrugLookup#find} gives it; null if the drug is not known. */
  public byte @Nullable [] known(int medication) {
    return known[medication];
  }

  /** Medications whose drug the dictionary does not know. */
  public int unknownDrugs() {
    return unknownDrugs;
  }
}
