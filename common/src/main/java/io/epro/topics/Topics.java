package io.epro.topics;

/** The topics' public names; each can be renamed in the configuration. */
public final class Topics {
  /** Raw reports: key patient id, value the body's bytes untouched. */
  public static final String RAW = "epro.reports.raw";
  /** Rejected reports: raw key and value, reasons in the headers. At-least-once. */
  public static final String REJECTED = "epro.reports.rejected";
  /** Stored reports with what the dictionary added, where they are published at all. At-least-once. */
  public static final String ENRICHED = "epro.reports.enriched";
  /** The drug dictionary, compacted: key drug id, value JSON; a null value deletes. */
  public static final String DRUGS = "epro.drugs";

  private Topics() {}
}
