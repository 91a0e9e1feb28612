package io.epro.local.kafka;

import io.epro.local.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Some brokers on this machine, each of which is a controller too. Each holds all partitions, and an
 * acknowledgement needs all but one of them; of one broker, that one. Each can be killed and started
 * again by itself. Not for use by several threads at once.
 */
public final class LocalKafkaCluster implements AutoCloseable {
  private final Path directory;
  private final List<LocalKafka> brokers;

  /**
   * Brokers that are not started yet.
   *
   * @param port of the first broker, the others have free ones; 0 picks a free one now
   * @param settings of each broker on top of the built-in ones
   */
  public LocalKafkaCluster(Path directory, int port, int size, List<String> jvmOptions,
      Map<String, String> settings) {
    this.directory = directory.toAbsolutePath();
    this.brokers = size == 1
        ? List.of(new LocalKafka(directory, port, jvmOptions, settings))
        : several(port, size, jvmOptions, settings);
  }

  private List<LocalKafka> several(int port, int size, List<String> jvmOptions,
      Map<String, String> settings) {
    int[] controllers = IntStream.range(0, size).map(_ -> Ports.orFree(0)).toArray();
    var voters = IntStream.range(0, size).mapToObj(i -> Seat.voter(i + 1, controllers[i]))
        .collect(Collectors.joining(","));
    var all = new ArrayList<LocalKafka>();
    for (int i = 0; i < size; i++) {
      var seat = new Seat(i + 1, controllers[i], voters, size, directory.resolve("cluster.id"));
      all.add(new LocalKafka(directory.resolve("broker-" + seat.id()), i == 0 ? port : 0, seat,
          jvmOptions, settings));
    }
    return List.copyOf(all);
  }

  /**
   * Starts all and returns when all serve.
   *
   * @throws IOException with the end of the log of one that does not
   */
  public void start() throws IOException {
    Files.createDirectories(directory);
    for (var broker : brokers) {
      broker.launch();
    }
    for (var broker : brokers) {
      broker.awaitServing();
    }
  }

  /** By number, from 0; its id in Kafka is one more. */
  public LocalKafka broker(int number) {
    return brokers.get(number);
  }

  /** All of them, whether they run or not. */
  public String bootstrapServers() {
    return brokers.stream().map(LocalKafka::bootstrapServers).collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    // Together: the last one would wait in vain for a controller to let it go.
    brokers.forEach(LocalKafka::terminate);
    brokers.forEach(LocalKafka::close);
  }
}
