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
import java.util.List;

/**
 * What most teams would write: a Spring Kafka batch listener with JdbcTemplate. A program with libraries
 * of its own, so it has its own module, {@code spring-consumer}. What it has committed is told by its
 * group's offsets, which follow the rows.
 *
 * @param data directory of the system, with the sample dictionary
 * @param concurrency consumers, each a thread
 */
record EverydayContestant(LocalSystem system, GroupOffsets offsets, Path data, Workload workload,
    String group, int concurrency, List<String> jvmOptions)
    implements
    Contestant {

  @Override
  public String name() {
    return DrainResult.PEER;
  }

  @Override
  public List<ChildProcess> start() throws IOException {
    var jar = Jars.repository()
        .resolve("deploy/bench/spring-consumer/target/epro-bench-spring-consumer.jar");
    if (!Files.exists(jar)) {
      throw new IOException(jar + " is not built: mvn -B -DskipTests package");
    }
    return List.of(ChildProcess.start(Command.java(name(), jvmOptions,
        List.of("-jar", jar.toString(),
            "--spring.kafka.bootstrap-servers=" + system.kafka().bootstrapServers(),
            "--spring.kafka.consumer.group-id=" + group,
            "--spring.kafka.listener.concurrency=" + concurrency,
            "--spring.datasource.url=" + system.postgres().jdbcUrl()
                + "?reWriteBatchedInserts=true",
            "--spring.datasource.username=" + LocalPostgres.USER,
            "--spring.datasource.password=" + LocalPostgres.PASSWORD,
            "--spring.datasource.hikari.maximum-pool-size=" + concurrency,
            "--reports.topic=" + workload.topic(),
            "--reports.drugs=" + data.resolve("drugs.csv")),
        data.resolve(group + ".log"))));
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
