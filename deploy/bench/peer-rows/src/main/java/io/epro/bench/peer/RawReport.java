package io.epro.bench.peer;

/**
 * A record of the raw topic.
 *
 * @param id the header {@code report-id}
 * @param receivedAt the header {@code received-at}
 */
public record RawReport(byte[] body, byte[] id, byte[] receivedAt, int partition, long offset) {
  @Override
  public String toString() {
    return "RawReport[" + partition + "@" + offset + "]";
  }
}
