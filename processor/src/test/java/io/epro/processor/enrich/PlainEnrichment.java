package io.epro.processor.enrich;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.epro.drug.Drug;
import io.epro.processor.validate.PlainReport.Medication;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Medications as they are stored, written by databind: to be read rather than to be fast. */
public final class PlainEnrichment {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlainEnrichment() {}

  public static String json(List<Medication> medications, Map<String, Drug> dictionary) {
    var array = JSON.createArrayNode();
    for (var medication : medications) {
      var drug = dictionary.get(medication.drugId());
      var object = array.addObject().put("drugId", medication.drugId())
          .putRawValue("doseMg", new RawValue(medication.doseMg())).put("known", drug != null);
      if (drug != null) {
        object.put("name", drug.name());
        putIfThere(object, "atc", drug.atc());
        putIfThere(object, "unit", drug.unit());
      }
    }
    try {
      return JSON.writeValueAsString(array);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many of them the dictionary does not know. */
  public static int unknown(List<Medication> medications, Map<String, Drug> dictionary) {
    return (int) medications.stream()
        .filter(medication -> !dictionary.containsKey(medication.drugId())).count();
  }

  private static void putIfThere(ObjectNode object, String field, @Nullable String value) {
    if (value != null) {
      object.put(field, value);
    }
  }
}
