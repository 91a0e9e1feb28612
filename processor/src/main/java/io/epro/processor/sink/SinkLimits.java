package io.epro.processor.sink;

import io.epro.config.ConfigException;
import io.epro.processor.ProcessorSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Bounds of a thread's batch, and of its memory for ids.
 *
 * @param maxRecords and {@code maxBytes}: at which it is written, whichever comes first
 * @param flushInterval age at which it is written
 * @param blockLimit how long a write is retried in place before the batch is given up
 * @param recentIds by which retries are suspected: 0, or at least {@code maxRecords}, since a batch that
 *     forgot its own ids would not keep the order of equal ones
 */
public record SinkLimits(int maxRecords, int maxBytes, Duration flushInterval,
    Duration blockLimit, int recentIds) {
  private static final int MOST_ROWS = 1 << 24;
  private static final int MOST_BYTES = 1 << 28;

  /** @throws IllegalArgumentException when the memory for ids is smaller than a batch */
  public SinkLimits {
    if (recentIds != 0 && recentIds < maxRecords) {
      throw new IllegalArgumentException(
          recentIds + " recent ids do not cover a batch of " + maxRecords);
    }
  }

  /** @throws ConfigException naming every key whose value makes no sense */
  public static SinkLimits from(ProcessorSettings settings) {
    int rows = settings.batch().maxRows();
    long bytes = settings.batch().maxBytes().bytes();
    int ids = settings.sink().recentIds();
    var problems = new ArrayList<String>();
    require(rows >= 1 && rows <= MOST_ROWS, "batch.max-rows must be 1 to " + MOST_ROWS, problems);
    require(bytes >= 1 && bytes <= MOST_BYTES, "batch.max-bytes must be 1 to " + MOST_BYTES,
        problems);
    require(ids == 0 || (ids >= rows && ids <= MOST_ROWS),
        "sink.recent-ids must be 0, or from batch.max-rows (" + rows + ") to " + MOST_ROWS,
        problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new SinkLimits(rows, (int) bytes, settings.flushInterval(),
        settings.sink().blockLimit(), ids);
  }

  private static void require(boolean holds, String problem, List<String> problems) {
    if (!holds) {
      problems.add("processor." + problem);
    }
  }
}
