package io.epro.processor.console;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the database shows. Each call takes seconds at most, however large the tables are, and throws
 * {@link io.epro.processor.ledger.OutageException} when there is no answer by then.
 */
public interface TableView {

  /** One partition's row of the ledger. */
  record Book(int partition, long firstOffset, long nextOffset, long stored, long duplicate,
      long rejected, long skipped, long erased) {

    boolean addsUp() {
      return stored + duplicate + rejected + skipped + erased == nextOffset - firstOffset;
    }
  }

  /**
   * The server, and what waits for people.
   *
   * @param openRejections counted up to one more than {@link #COUNTED_TO}
   * @param lost offsets booked as holes
   */
  record State(String version, boolean standby, long bytes, int sessions, int openRejections,
      long lost) {}

  /**
   * A rejected record as it was received.
   *
   * @param raw null for a tombstone
   */
  record RawRecord(int partition, long offset, @Nullable String patientId, byte @Nullable [] raw) {
    @Override
    public String toString() {
      return "RawRecord[partition=" + partition + ", offset=" + offset + "]";
    }
  }

  int COUNTED_TO = 10_000;

  /**
   * A rejection without its raw bytes.
   *
   * @param patient all but the first characters masked
   * @param reasons a JSON array
   */
  record Rejected(int partition, long offset, @Nullable String reportId, @Nullable String patient,
      @JsonRawValue String reasons, Instant receivedAt, Instant rejectedAt, String state,
      @Nullable String outcome) {}

  /** A replay and how far it is. */
  record Replayed(String name, String begunBy, Instant begunAt, long offsets, long done,
      @Nullable Instant completedAt, @Nullable Instant promotedAt) {}

  /** A drug that recent reports named and the dictionary did not know. */
  record Unknown(String drugId, long medications, Instant lastReportedAt) {}

  List<Book> books();

  State state();

  /**
   * The newest first.
   *
   * @param state open, redriven or discarded; null for all
   * @param code of a violation; null for all
   */
  List<Rejected> rejections(@Nullable String state, @Nullable String code, int limit);

  Optional<RawRecord> raw(int partition, long offset);

  List<Replayed> replays();

  /** Of reports of the last day by their own time. */
  List<Unknown> unknownDrugs(int limit);
}
