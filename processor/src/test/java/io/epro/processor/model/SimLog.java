package io.epro.processor.model;

import io.epro.processor.sink.Judged;
import java.util.ArrayList;
import java.util.List;

/**
 * The raw topic as a broker keeps it and a read_committed consumer sees it: offsets that hold a record,
 * and offsets that hold none (markers, aborted records). A prefix may be deleted; more may come.
 */
final class SimLog {

  /** What stands at one offset. */
  sealed interface Entry {
    /** A record that the sink will take for a report or a rejection. */
    record Raw(Judged input, Kind kind) implements Entry {}

    /** Nothing that a consumer is given. */
    record Nothing() implements Entry {}
  }

  /** What has to become of a record. */
  enum Kind {
    REPORT, INVALID, UNSTORABLE
  }

  /** A record with its offset. */
  record Fetched(long offset, Entry.Raw raw) {}

  private final List<List<Entry>> partitions = new ArrayList<>();
  private final long[] beginning;
  private final long[] end;

  /** @param partitions everything that will ever be there */
  SimLog(List<List<Entry>> partitions) {
    this.partitions.addAll(partitions);
    beginning = new long[partitions.size()];
    end = new long[partitions.size()];
  }

  int partitions() {
    return partitions.size();
  }

  long beginning(int partition) {
    return beginning[partition];
  }

  /** One past the last offset there now. */
  long end(int partition) {
    return end[partition];
  }

  /** One past the last offset that there will be. */
  long finalEnd(int partition) {
    return partitions.get(partition).size();
  }

  void arrive(int partition, long more) {
    end[partition] = Math.min(end[partition] + more, finalEnd(partition));
  }

  void arriveAll() {
    for (int p = 0; p < end.length; p++) {
      end[p] = finalEnd(p);
    }
  }

  /** Retention: nothing below this offset is there any more. */
  void delete(int partition, long below) {
    beginning[partition] = Math.max(beginning[partition], Math.min(below, end[partition]));
  }

  Entry at(int partition, long offset) {
    return partitions.get(partition).get((int) offset);
  }

  /** Whether a record lies in the range, deleted or not. */
  boolean everHeldRecord(int partition, long from, long to) {
    for (long offset = from; offset < to && offset < finalEnd(partition); offset++) {
      if (at(partition, offset) instanceof Entry.Raw) {
        return true;
      }
    }
    return false;
  }

  boolean holdsRecord(int partition, long from, long to) {
    return everHeldRecord(partition, Math.max(from, beginning[partition]),
        Math.min(to, end[partition]));
  }

  /** Where a consumer at this offset really goes on: at a record, or at the end. */
  long nextRecord(int partition, long from) {
    long offset = Math.max(from, beginning[partition]);
    while (offset < end[partition] && at(partition, offset) instanceof Entry.Nothing) {
      offset++;
    }
    return offset;
  }
}
