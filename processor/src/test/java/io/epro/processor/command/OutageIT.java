package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.fixture.RealPostgres;
import io.epro.local.postgres.LocalPostgres;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import io.epro.report.TestReports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away for longer than a batch is held back in place. */
class OutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir
  private Path directory;

  @UnderBothProtocols
  void anOutageIsWaitedOutAndNothingIsRejectedOrStoredTwice(GroupProtocol protocol)
      throws Exception {
    try (var postgres = new LocalPostgres(directory, 0)) {
      postgres.start();
      try (var pipeline = new TestPipeline(protocol, new RealPostgres.Database(postgres.jdbcUrl(),
          LocalPostgres.USER, LocalPostgres.PASSWORD), Map.of("processor.sink.block-limit", "1s"))
          .start()) {
        pipeline.topics().publish("P-1", reports(0, 100));
        pipeline.awaitApplied(100);
        pipeline.awaitReady();

        postgres.kill();
        pipeline.topics().publish("P-1", reports(100, 200));
        await().atMost(PATIENCE).untilAsserted(
            () -> assertThat(pipeline.assembly().ready().reasons()).anySatisfy(
                reason -> assertThat(reason).contains("Postgres is away")));
        assertThat(pipeline.assembly().live().ready()).isTrue();
        await().atMost(PATIENCE).until(pipeline::paused);

        postgres.start();
        pipeline.awaitApplied(200);
        pipeline.awaitReady();
        assertThat(pipeline.books().count("select count(*) from epro.report")).isEqualTo(200);
        assertThat(pipeline.books().count("select count(*) from epro.rejection")).isZero();
        assertThat(pipeline.books().count("select sum(duplicate) from epro.ledger")).isZero();
      }
    }
  }

  private static String[] reports(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> TestReports.report("P-1", TestReports.TIMESTAMP + i))
        .toArray(String[]::new);
  }
}
