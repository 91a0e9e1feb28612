package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.postgres.LocalPostgres;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import io.epro.report.TestReports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database that goes away for longer than a batch is held back in place. */
class OutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir
  private Path directory;

  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void anOutageIsWaitedOutAndNothingIsRejectedOrStoredTwice(GroupProtocol protocol)
      throws Exception {
    try (var postgres = new LocalPostgres(directory, 0)) {
      postgres.start();
      try (var pipeline = new TestPipeline(postgres.jdbcUrl(), LocalPostgres.USER,
          LocalPostgres.PASSWORD, Map.of("processor.group-protocol", protocol.name(),
              "processor.sink.block-limit", "1s"))
          .start()) {
        pipeline.publish("P-1", reports(0, 100));
        await().atMost(PATIENCE).until(() -> pipeline.applied() == 100);
        await().atMost(PATIENCE).until(() -> pipeline.assembly().ready().ready());

        postgres.kill();
        pipeline.publish("P-1", reports(100, 200));
        await().atMost(PATIENCE).untilAsserted(
            () -> assertThat(pipeline.assembly().ready().reasons()).anySatisfy(
                reason -> assertThat(reason).contains("Postgres is away")));
        assertThat(pipeline.assembly().live().ready()).isTrue();
        await().atMost(PATIENCE).until(pipeline::paused);

        postgres.start();
        await().atMost(PATIENCE).until(() -> pipeline.applied() == 200);
        await().atMost(PATIENCE).until(() -> pipeline.assembly().ready().ready());
        assertThat(pipeline.count("select count(*) from epro.report")).isEqualTo(200);
        assertThat(pipeline.count("select count(*) from epro.rejection")).isZero();
        assertThat(pipeline.count("select sum(duplicate) from epro.ledger")).isZero();
      }
    }
  }

  private static String[] reports(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> TestReports.report("P-1", TestReports.TIMESTAMP + i))
        .toArray(String[]::new);
  }
}
