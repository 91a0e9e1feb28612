package io.epro.processor.enrich;

import io.epro.processor.validate.Report;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report's medications as they are stored, each with what the dictionary knows of its drug. A
 * drug that it does not know is stored as {@code "known":false} and counted: it never costs a report.
 *
 * <p>Confined to one thread: the buffers are used again.
 */
public final class Enricher {
  private static final byte[] UNKNOWN = "\"known\":false".getBytes(StandardCharsets.US_ASCII);

  private final DrugLookup drugs;
  private final LookupCounts counts;
  private final JsonBytes json = new JsonBytes();
  private final JsonBytes id = new JsonBytes();

  public Enricher(DrugLookup drugs, LookupCounts counts) {
    this.drugs = drugs;
    this.counts = counts;
  }

  /** Absent medications stay absent, none stay an empty array. */
  public EnrichedReport enrich(Report report) {
    var medications = report.medications();
    if (medications == null) {
      return new EnrichedReport(report, null, 0);
    }
    int unknown = 0;
    json.clear();
    json.ascii("[");
    for (int i = 0; i < medications.size(); i++) {
      var medication = medications.get(i);
      byte[] known = find(medication.drugId());
      unknown += known == null ? 1 : 0;
      json.ascii(i == 0 ? "{\"drugId\":" : ",{\"drugId\":").string(medication.drugId())
          .ascii(",\"doseMg\":").ascii(medication.doseMg())
          .ascii(",").raw(known == null ? UNKNOWN : known).ascii("}");
    }
    json.ascii("]");
    counts.add(medications.size() - unknown, unknown);
    return new EnrichedReport(report, json.toByteArray(), unknown);
  }

  private byte @Nullable [] find(String drugId) {
    id.clear();
    id.text(drugId);
    return drugs.find(id.array(), 0, id.length());
  }
}
