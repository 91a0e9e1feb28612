package io.epro.processor.replay;

import java.util.List;
import java.util.Map;

/**
 * What a replay stores otherwise than the live pipeline did.
 *
 * @param identical reports that are the same in every column
 * @param changed reports that are not
 * @param byColumn how many of these differ in a column
 * @param added reports that the live pipeline has not stored
 * @param removed reports that the replay does not store
 * @param rejectionsByCode of the replay
 * @param samples some of those that are not identical
 */
public record ReplayDiff(long identical, long changed, Map<String, Long> byColumn, long added,
    long removed, Map<String, Long> rejectionsByCode, List<Sample> samples) {

  public ReplayDiff {
    samples = List.copyOf(samples);
  }

  /** How a report differs. */
  public enum Kind {
    CHANGED, ADDED, REMOVED
  }

  /**
   * One report.
   *
   * @param columns in which it differs; of all where it stands on one side only
   * @param values by column, before and after, as text; only where they were asked for
   */
  public record Sample(Kind kind, String patientId, String reportId, List<String> columns,
      Map<String, List<String>> values) {

    /** Without what names or describes the patient. */
    public Sample masked() {
      return new Sample(kind, patientId.substring(0, Math.min(1, patientId.length())) + "***",
          reportId, columns, Map.of());
    }

    @Override
    public String toString() {
      return "Sample[" + kind + ", columns=" + columns + "]";
    }
  }

  /** With masked samples. */
  public ReplayDiff masked() {
    return new ReplayDiff(identical, changed, byColumn, added, removed, rejectionsByCode,
        samples.stream().map(Sample::masked).toList());
  }

  public boolean nothingDiffers() {
    return changed + added + removed == 0;
  }
}
