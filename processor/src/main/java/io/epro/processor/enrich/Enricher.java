package io.epro.processor.enrich;

import io.epro.processor.validate.Report;

/**
 * Looks up what the dictionary knows of a report's medications. A drug that it does not know is counted: it
 * never costs a report. Confined to one thread.
 */
public final class Enricher {
  private final DrugLookup drugs;
  private final LookupCounts counts;
  private final Enrichment enrichment = new Enrichment();

  public Enricher(DrugLookup drugs, LookupCounts counts) {
    this.drugs = drugs;
    this.counts = counts;
  }

  /** @return overwritten by the next call */
  public Enrichment enrich(Report report) {
    enrichment.begin();
    var ids = report.drugIds();
    for (int i = 0; i < ids.size(); i++) {
      enrichment.add(drugs.find(report.text(), ids.from(i), ids.to(i) - ids.from(i)));
    }
    counts.add(ids.size() - enrichment.unknownDrugs(), enrichment.unknownDrugs());
    return enrichment;
  }
}
