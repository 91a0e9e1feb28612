package io.epro.processor.enrich;

import org.jspecify.annotations.Nullable;

/** What the dictionary knows of a drug, asked for by every stream thread at once. */
@FunctionalInterface
public interface DrugLookup {

  /**
   * Finds a drug by the UTF-8 of its id.
   *
   * @return the fields to put into the stored medication, as a fragment of a JSON object without its
   *     braces ({@code "known":true,"name":"Paracetamol","atc":"N02BE01"}); null if the drug is not
   *     known. The array is shared: not to be written to
   */
  byte @Nullable [] find(byte[] utf8, int offset, int length);
}
