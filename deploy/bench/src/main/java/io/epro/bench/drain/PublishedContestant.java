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
import java.util.Optional;
import java.util.Set;

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
  private static final String CONNECT = "Kafka Connect";
  private static final String CONNECT_MODULE = "connect-sink";
  private static final String FLINK = "Flink";
  private static final String FLINK_MODULE = "flink-sink";
  /**
   * The heap and the collector that Kafka's own start script gives to Connect, after our programs' options:
   * with those (ZGC, 512 MiB) about half of its own CPU went into collecting. Flink gets the same.
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
    return place.contestant(CONNECT, CONNECT_MODULE, List.of(
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
    return place.contestant(FLINK, FLINK_MODULE, List.of(
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
    var program = new ArrayList<>(List.of("-jar", jar(module).toString()));
    program.addAll(arguments);
    return List.of(ChildProcess.start(Command.java(name, jvmOptions, program, log)));
  }

  /** What is to be done before all of them can start; empty if nothing is. */
  static Optional<String> missing(Set<Drain.Kind> kinds) {
    return kinds.stream().map(PublishedContestant::module).flatMap(Optional::stream)
        .map(PublishedContestant::jar).filter(Files::notExists).findFirst()
        .map(jar -> jar + " is not built: deploy/bench/peers builds it, or"
            + " mvn -B -DskipTests -Ppeers package");
  }

  private static Optional<String> module(Drain.Kind kind) {
    return switch (kind) {
      case CONNECT -> Optional.of(CONNECT_MODULE);
      case FLINK -> Optional.of(FLINK_MODULE);
      case COPY, PROCESSOR, SPRING -> Optional.empty();
    };
  }

  private static Path jar(String module) {
    return Jars.repository().resolve(
        "deploy/bench/%s/target/epro-bench-%s.jar".formatted(module, module));
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
