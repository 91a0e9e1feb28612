package io.epro.processor.enrich;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.epro.drug.Drug;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A drug as it is put into each stored medication, encoded once when the dictionary changes. */
public final class DrugFragment {
  private DrugFragment() {}

  /** {@code "known":true,"name":"…"} and, where the drug has them, {@code "atc"} and {@code "unit"}. */
  public static byte[] of(Drug drug) {
    var json = new ByteArrayOutputStream();
    put("\"known\":true,\"name\":", drug.name(), json);
    if (drug.atc() != null) {
      put(",\"atc\":", drug.atc(), json);
    }
    if (drug.unit() != null) {
      put(",\"unit\":", drug.unit(), json);
    }
    return json.toByteArray();
  }

  private static void put(String field, String value, ByteArrayOutputStream json) {
    json.writeBytes(field.getBytes(StandardCharsets.US_ASCII));
    json.write('"');
    json.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(value));
    json.write('"');
  }
}
