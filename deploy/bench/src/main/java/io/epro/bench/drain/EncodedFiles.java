package io.epro.bench.drain;

import io.epro.processor.validate.Rules;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * The encoded rows of a backlog, a file for each partition: for each batch the length in bytes and the
 * number of rows, both int32, then the rows. Retries are left out.
 */
final class EncodedFiles {
  private EncodedFiles() {}

  /** Those of one of so many connections of {@link BareCopy}. */
  static Stream<Path> of(Path directory, int number, int connections) {
    return Stream.iterate(number, partition -> partition + connections)
        .map(partition -> file(directory, partition)).takeWhile(Files::exists);
  }

  static void write(String bootstrapServers, String topic, int partitions, Path directory,
      Rules rules, boolean retries) throws IOException, SQLException {
    Files.createDirectories(directory);
    for (int partition = 0; partition < partitions; partition++) {
      try (var lane = new Lane(bootstrapServers, new TopicPartition(topic, partition));
          var out = new DataOutputStream(new BufferedOutputStream(
              Files.newOutputStream(file(directory, partition))))) {
        var rows = new EncodedRows(rules, retries, (bytes, length, count) -> {
          out.writeInt(length);
          out.writeInt(count);
          out.write(bytes, 0, length);
        });
        while (!lane.atEnd()) {
          for (var record : lane.poll()) {
            rows.add(record);
          }
        }
        rows.flush();
      }
    }
  }

  private static Path file(Path directory, int partition) {
    return directory.resolve("partition-" + partition + ".rows");
  }
}
