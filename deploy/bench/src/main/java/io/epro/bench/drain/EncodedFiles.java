package io.epro.bench.drain;

import io.epro.processor.sink.SourceRecord;
import io.epro.processor.validate.Rules;
import io.epro.topics.ReportHeaders;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The encoded rows of the whole backlog, a file for each connection of {@link BareCopy}. Retries are
 * left out.
 */
final class EncodedFiles {
  private EncodedFiles() {}

  static Path of(Path directory, int lane) {
    return directory.resolve("lane-" + lane + ".rows");
  }

  /** @param retries whether the backlog holds any */
  static void write(String bootstrapServers, Path directory, int lanes, Rules rules,
      boolean retries) throws IOException {
    for (int number = 0; number < lanes; number++) {
      try (var lane = new Lane(bootstrapServers, "bench-encode", number, lanes);
          var out = new DataOutputStream(new BufferedOutputStream(
              Files.newOutputStream(of(directory, number))))) {
        write(lane, new EncodedRows(rules), retries, out);
      }
    }
  }

  private static void write(Lane lane, EncodedRows rows, boolean retries, DataOutputStream out)
      throws IOException {
    Set<UUID> seen = new HashSet<>();
    while (!lane.atEnd()) {
      for (var record : lane.poll()) {
        UUID id = ReportHeaders.reportId(record.headers()).orElseThrow();
        if (!retries || seen.add(id)) {
          rows.add(source(record, id), id, out);
        }
      }
    }
    rows.flush(out);
  }

  private static SourceRecord source(ConsumerRecord<byte[], byte[]> record, UUID id) {
    return new SourceRecord(record.partition(), record.offset(), record.key(), record.value(), id,
        Backlog.sha256(record.value()), ReportHeaders.receivedAt(record.headers()).orElseThrow());
  }
}
