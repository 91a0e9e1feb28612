package io.epro.bench.drain;

import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A published way from Kafka into a table, as a program with libraries of its own, which only the profile
 * {@code peers} builds. What it has committed is told by its group's offsets, which follow the rows.
 *
 * @param module under {@code deploy/bench}
 * @param group whose offsets it commits
 * @param log of the program
 */
record PublishedContestant(String name, String module, List<String> arguments, String group,
    GroupOffsets offsets, Workload workload, List<String> jvmOptions, Path log)
    implements
    Contestant {
  static final String CONNECT = "Kafka Connect";
  static final String FLINK = "Flink";
  /**
   * The heap and the collector that Kafka's own start script gives to Connect, after our programs' options:
   * with those (ZGC, 512 MiB) half of all CPU went into collecting. Flink does as well with them.
   */
  static final List<String> JVM = List.of("-Xmx2g", "-XX:-UseZGC", "-XX:+UseG1GC");
  /** As the everyday peer's; without it each row would be a statement of its own. */
  private static final String URL_OPTIONS = "?reWriteBatchedInserts=true";

  /**
   * Whom all of them share.
   *
   * @param data directory of the system, with the sample dictionary
   * @param group new for each run
   * @param threads tasks, or parallel subtasks
   */
  record Place(LocalSystem system, GroupOffsets offsets, Path data, Workload workload, String group,
      int threads, List<String> jvmOptions) {
    private PublishedContestant contestant(String name, String module, List<String> arguments,
        String committed) {
      return new PublishedContestant(name, module, arguments, committed, offsets, workload,
          jvmOptions, data.resolve(group + ".log"));
    }

    private String brokers() {
      return system.kafka().bootstrapServers();
    }

    private String jdbcUrl() {
      return system.postgres().jdbcUrl() + URL_OPTIONS;
    }

    private String drugs() {
      return data.resolve("drugs.csv").toString();
    }
  }

  static PublishedContestant connect(Place place) {
    return place.contestant(CONNECT, "connect-sink", List.of(
        "worker.bootstrap.servers=" + place.brokers(),
        "worker.offset.storage.file.filename=" + place.data().resolve(place.group() + ".offsets"),
        "sink.name=" + place.group(),
        "sink.tasks.max=" + place.threads(),
        "sink.topics=" + place.workload().topic(),
        "sink.connection.url=" + place.jdbcUrl(),
        "sink.connection.username=" + LocalPostgres.USER,
        "sink.connection.password=" + LocalPostgres.PASSWORD,
        "sink.transforms.row.drugs=" + place.drugs()), "connect-" + place.group());
  }

  static PublishedContestant flink(Place place) {
    return place.contestant(FLINK, "flink-sink", List.of(
        "--brokers", place.brokers(),
        "--group", place.group(),
        "--topic", place.workload().topic(),
        "--parallelism", Integer.toString(place.threads()),
        "--checkpoints", place.data().resolve(place.group() + ".checkpoints").toUri().toString(),
        "--url", place.jdbcUrl(),
        "--user", LocalPostgres.USER,
        "--password", LocalPostgres.PASSWORD,
        "--drugs", place.drugs()), place.group());
  }

  @Override
  public List<ChildProcess> start() throws IOException {
    var jar = Jars.repository().resolve(
        "deploy/bench/%s/target/epro-bench-%s.jar".formatted(module, module));
    if (!Files.exists(jar)) {
      throw new IOException(jar + " is not built: deploy/bench/peers builds it, or"
          + " mvn -B -DskipTests -Ppeers package");
    }
    var program = new ArrayList<>(List.of("-jar", jar.toString()));
    program.addAll(arguments);
    return List.of(ChildProcess.start(Command.java(name, jvmOptions, program, log)));
  }

  @Override
  public long progress(ReportTable table) throws IOException {
    return offsets.committed(group);
  }

  /** The broker answers, at a price that would else be seen in its figure. */
  @Override
  public Duration look() {
    return Duration.ofMillis(50);
  }

  @Override
  public boolean finished(ReportTable table) throws IOException {
    return progress(table) >= workload.backlog().records();
  }
}
