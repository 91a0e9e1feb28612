package io.epro.processor.enrich;

import io.epro.drug.Drug;

/** A drug as it is put into each stored medication, encoded once when the dictionary changes. */
public final class DrugFragment {
  private DrugFragment() {}

  /** {@code "known":true,"name":"…"} and, where the drug has them, {@code "atc"} and {@code "unit"}. */
  public static byte[] of(Drug drug) {
    var json = new JsonBytes().ascii("\"known\":true,\"name\":").string(drug.name());
    if (drug.atc() != null) {
      json.ascii(",\"atc\":").string(drug.atc());
    }
    if (drug.unit() != null) {
      json.ascii(",\"unit\":").string(drug.unit());
    }
    return json.toByteArray();
  }
}
