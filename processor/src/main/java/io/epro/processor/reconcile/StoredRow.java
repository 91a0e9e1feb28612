package io.epro.processor.reconcile;

/**
 * A row of the table {@code report}.
 *
 * @param copied in the form of binary COPY, with the columns that
 *     {@link io.epro.processor.sink.ReportEncoder} writes
 */
public record StoredRow(int partition, long offset, byte[] copied) implements Stored {

  @Override
  public String toString() {
    return "StoredRow[partition=" + partition + ", offset=" + offset + "]";
  }
}
