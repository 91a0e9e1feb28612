package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.fixture.RealPostgres;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.Trees;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database goes away and comes back as an older copy, while a group that read on since then runs.
 */
class RestoredDatabaseIT {
  private static final Map<String, String> SETTINGS = Map.of("processor.sink.block-limit", "300ms",
      "processor.threads", "1", "processor.ledger-check-interval", "500ms");
  private static final AtomicInteger DATABASES = new AtomicInteger();

  @TempDir
  private static Path directory;
  private static LocalPostgres postgres;

  @BeforeAll
  static void start() throws IOException {
    postgres = new LocalPostgres(directory, 0);
    postgres.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @UnderBothProtocols
  void whatItForgotIsReadAgainByAGroupOfTwo(GroupProtocol protocol) throws Exception {
    try (var first = new TestPipeline(protocol, database(), SETTINGS);
        var second = first.another(Map.of())) {
      fillUpToTheCopy(first);
      second.start().awaitReady();
      goOn(first);
      putBackTheCopy();
      publish(first, 40, 60);
      awaitApplied(first, 3 * 61);
      first.books().assertBalance(3 * 60, 0, 3);
      first.awaitCommitted();
      first.awaitReady();
      second.awaitReady();
      assertThat(first.books().count("select count(*) from epro.ledger_hole")).isZero();
    }
  }

  @UnderBothProtocols
  void whatTheTopicNoLongerHoldsIsAHoleAndTheRestGoesOn(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, database(), SETTINGS)) {
      fillUpToTheCopy(pipeline);
      goOn(pipeline);
      pipeline.topics().deleteRecords(Map.of(1, 30L));
      putBackTheCopy();
      awaitApplied(pipeline, 3 * 41);
      pipeline.books().assertBalance(3 * 40 - 10, 0, 3);
      assertThat(pipeline.books().sum("skipped")).isEqualTo(10);
      assertThat(pipeline.books().count("select count(*) from epro.ledger_hole"
          + " where partition = 1 and from_offset = 20 and to_offset = 30")).isEqualTo(1);
      assertThat(pipeline.books().count("select count(*) from epro.ledger_hole")).isEqualTo(1);
      pipeline.awaitReady();
      publish(pipeline, 40, 60);
      pipeline.awaitApplied(3 * 61);
    }
  }

  /** 20 reports in each partition, and the database's files as they then are; runs afterwards. */
  private static void fillUpToTheCopy(TestPipeline pipeline) throws Exception {
    pipeline.start();
    publish(pipeline, 0, 20);
    pipeline.awaitApplied(3 * 20);
    pipeline.awaitCommitted();
    pipeline.stop();
    postgres.stop();
    Trees.delete(copy());
    var cp = new ProcessBuilder("cp", "-a", data().toString(), copy().toString()).inheritIO()
        .start();
    assertThat(cp.waitFor(30, TimeUnit.SECONDS) && cp.exitValue() == 0).isTrue();
    postgres.start();
    pipeline.start().awaitReady();
  }

  /** 20 more reports and a record to reject in each partition, which the group commits. */
  private static void goOn(TestPipeline pipeline) throws Exception {
    publish(pipeline, 20, 40);
    for (int partition = 0; partition < 3; partition++) {
      pipeline.topics().publish(partition, "P-" + partition, "no json");
    }
    pipeline.awaitApplied(3 * 41);
    pipeline.awaitCommitted();
  }

  private static void putBackTheCopy() throws IOException {
    postgres.stop();
    Trees.delete(data());
    Files.move(copy(), data());
    postgres.start();
  }

  private static void awaitApplied(TestPipeline pipeline, long offsets) {
    await("applied").atMost(TestPipeline.PATIENCE)
        .until(() -> pipeline.books().applied() == offsets);
  }

  private static void publish(TestPipeline pipeline, int from, int to) throws Exception {
    for (int partition = 0; partition < 3; partition++) {
      String patient = "P-" + partition;
      pipeline.topics().publish(partition, patient, Samples.reports(patient, from, to));
    }
  }

  private static RealPostgres.Database database() throws Exception {
    String name = "copy_" + DATABASES.incrementAndGet();
    try (var connection = postgres.connect(); var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return new RealPostgres.Database(
        postgres.jdbcUrl().replaceFirst("/[^/]*$", "/" + name), LocalPostgres.USER,
        LocalPostgres.PASSWORD);
  }

  private static Path data() {
    return directory.resolve("data");
  }

  private static Path copy() {
    return directory.resolve("copy");
  }
}
