package io.epro.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.fixture.RealPostgres;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import io.epro.report.TestReports;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole processor, in this JVM, under both group protocols. */
class PipelineIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void everyRecordEndsAsStoredDuplicateOrRejectedAndTheBooksBalance(GroupProtocol protocol)
      throws Exception {
    try (var pipeline = pipeline(protocol, Map.of()).start()) {
      String report = TestReports.report("P-1", TestReports.TIMESTAMP);
      pipeline.publish("P-1", report, report, "{\"patientId\":\"P-1\"}", "no json");
      pipeline.publish("P-2", TestReports.report("P-2", TestReports.TIMESTAMP));
      await().atMost(PATIENCE).until(() -> pipeline.applied() == 5);

      assertThat(pipeline.count("select count(*) from epro.report")).isEqualTo(2);
      assertThat(pipeline.count("select count(*) from epro.rejection where state = 'open'"))
          .isEqualTo(2);
      assertThat(pipeline.count("select sum(duplicate) from epro.ledger")).isEqualTo(1);
      assertThat(pipeline.count("select sum(stored) from epro.ledger")).isEqualTo(2);
      assertThat(pipeline.count("select sum(rejected) from epro.ledger")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void rejectsArePublishedRawWithTheirCodesAndCoordinates(GroupProtocol protocol) throws Exception {
    try (var pipeline = pipeline(protocol, Map.of()).start()) {
      pipeline.publish("P-1", "{\"patientId\":\"P-1\"}");
      var rejected = pipeline.rejected(1);
      assertThat(rejected).hasSize(1);
      var record = rejected.getFirst();
      assertThat(new String(record.value(), UTF_8)).isEqualTo("{\"patientId\":\"P-1\"}");
      assertThat(new String(record.key(), UTF_8)).isEqualTo("P-1");
      assertThat(header(record, "epro.codes")).isEqualTo("missing_field");
      assertThat(header(record, "__streams.errors.topic")).isEqualTo(pipeline.rawTopic());
      assertThat(header(record, "__streams.errors.offset")).isEqualTo("0");
      assertThat(header(record, "__streams.errors.message")).isEqualTo("missing_field /timestamp");
    }
  }

  /**
   * Nothing but a commit writes the batch here, so an offset that is committed before its batch was
   * flushed shows as an offset ahead of the ledger. Fails when Kafka Streams no longer calls the
   * producer's flush before it commits, or when our flush does not write the batch.
   */
  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void anOffsetIsNeverCommittedBeforeItsRowIs(GroupProtocol protocol) throws Exception {
    try (var pipeline = pipeline(protocol, Map.of("processor.flush-interval", "1h",
        "processor.commit-interval", "100ms", "processor.batch.max-rows", "100000")).start()) {
      for (int round = 1; round <= 20; round++) {
        pipeline.publish("P-" + round,
            TestReports.report("P-" + round, TestReports.TIMESTAMP + round));
        int published = round;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
          long committed = pipeline.committed();
          assertThat(pipeline.applied()).isGreaterThanOrEqualTo(committed);
          return committed == published;
        });
      }
      assertThat(pipeline.count("select count(*) from epro.report")).isEqualTo(20);
    }
  }

  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void whatKafkaDeliversAgainIsNotStoredAgain(GroupProtocol protocol) throws Exception {
    try (var pipeline = pipeline(protocol, Map.of()).start()) {
      String[] bodies = IntStream.range(0, 500)
          .mapToObj(i -> TestReports.report("P-1", TestReports.TIMESTAMP + i))
          .toArray(String[]::new);
      pipeline.publish("P-1", bodies);
      await().atMost(PATIENCE).until(() -> pipeline.applied() == 500);
      pipeline.stop();
      pipeline.forgetOffsets();
      pipeline.start();
      pipeline.publish("P-1", TestReports.report("P-1", TestReports.TIMESTAMP + 501));
      await().atMost(PATIENCE).until(() -> pipeline.applied() == 501);
      assertThat(pipeline.count("select count(*) from epro.report")).isEqualTo(501);
      assertThat(pipeline.count("select sum(duplicate) from epro.ledger")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void aCleanStopWritesWhatWasRead(GroupProtocol protocol) throws Exception {
    try (var pipeline = pipeline(protocol, Map.of("processor.flush-interval", "1h",
        "processor.commit-interval", "1h")).start()) {
      await().atMost(PATIENCE).until(() -> pipeline.assembly().ready().ready());
      pipeline.publish("P-1", TestReports.report("P-1", TestReports.TIMESTAMP));
      await().atMost(PATIENCE).until(() -> pipeline.count("select count(*) from epro.ledger") == 1);
      pipeline.stop();
      assertThat(pipeline.count("select count(*) from epro.report")).isEqualTo(1);
    }
  }

  /**
   * Offsets: two reports, a marker; three aborted reports, a marker; one report, a marker; after a
   * restart one more. Whether the group has read the last marker before the stop is up to chance.
   */
  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void markersAndAbortedRecordsAreSkippedEvenAcrossARestart(GroupProtocol protocol)
      throws Exception {
    try (var pipeline = pipeline(protocol, Map.of()).start()) {
      pipeline.publishInTransaction(true, "P-1", report(0), report(1));
      pipeline.publishInTransaction(false, "P-1", report(2), report(3), report(4));
      pipeline.publishInTransaction(true, "P-1", report(5));
      await().atMost(PATIENCE).until(() -> pipeline.applied() == 8);
      pipeline.stop();
      pipeline.publishInTransaction(true, "P-1", report(6));
      pipeline.start();
      await().atMost(PATIENCE).until(() -> pipeline.applied() == 10);
      assertThat(pipeline.count("select count(*) from epro.report")).isEqualTo(4);
      assertThat(pipeline.count("select sum(skipped) from epro.ledger")).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void recordsThatTheLedgerHasForgottenAreReadAgain(GroupProtocol protocol) throws Exception {
    try (var pipeline = pipeline(protocol, Map.of()).start()) {
      pipeline.publish("P-1", report(0), report(1), report(2));
      await().atMost(PATIENCE).until(() -> pipeline.committed() == 3);
      pipeline.stop();
      pipeline.forgetAllButOneReport();
      pipeline.publish("P-1", report(3));
      pipeline.start();
      await().atMost(PATIENCE).until(() -> pipeline.applied() == 4);
      assertThat(pipeline.count("select count(*) from epro.report")).isEqualTo(4);
    }
  }

  /** No record flows, so no stream thread could notice; and there is no second instance to wait for. */
  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void aLedgerThatGoesBackUnderAnIdlePipelineIsNoticed(GroupProtocol protocol) throws Exception {
    try (var pipeline = pipeline(protocol, Map.of("processor.ledger-check-interval", "500ms"))
        .start()) {
      pipeline.publish("P-1", report(0), report(1), report(2));
      await().atMost(PATIENCE).until(() -> pipeline.committed() == 3);
      pipeline.forgetAllButOneReport();
      await().atMost(PATIENCE).until(() -> pipeline.applied() == 3);
      await().atMost(PATIENCE).until(() -> pipeline.assembly().ready().ready());
      assertThat(pipeline.count("select count(*) from epro.report")).isEqualTo(3);
    }
  }

  private static String report(int number) {
    return TestReports.report("P-1", TestReports.TIMESTAMP + number);
  }

  private static TestPipeline pipeline(GroupProtocol protocol, Map<String, String> overrides) {
    var real = RealPostgres.get().freshDatabase();
    var all = new java.util.HashMap<>(overrides);
    all.put("processor.group-protocol", protocol.name());
    return new TestPipeline(real.url(), real.user(), real.password(), all);
  }

  private static String header(
      org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
