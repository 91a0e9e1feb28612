package io.epro.processor.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.processor.ProcessorSettings.GroupProtocol;
import io.epro.report.TestReports;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

/** The whole processor, in this JVM, under both group protocols. */
class PipelineIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @UnderBothProtocols
  void everyRecordEndsAsStoredDuplicateOrRejectedAndTheBooksBalance(GroupProtocol protocol)
      throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of()).start()) {
      String report = TestReports.report("P-1", TestReports.TIMESTAMP);
      pipeline.topics().publish("P-1", report, report, "{\"patientId\":\"P-1\"}", "no json");
      pipeline.topics().publish("P-2", TestReports.report("P-2", TestReports.TIMESTAMP));
      pipeline.awaitApplied(5);

      assertThat(pipeline.books().count("select count(*) from epro.report")).isEqualTo(2);
      assertThat(pipeline.books().count("select count(*) from epro.rejection where state = 'open'"))
          .isEqualTo(2);
      assertThat(pipeline.books().count("select sum(duplicate) from epro.ledger")).isEqualTo(1);
      assertThat(pipeline.books().count("select sum(stored) from epro.ledger")).isEqualTo(2);
      assertThat(pipeline.books().count("select sum(rejected) from epro.ledger")).isEqualTo(2);
    }
  }

  @UnderBothProtocols
  void rejectsArePublishedRawWithTheirCodesAndCoordinates(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of()).start()) {
      pipeline.topics().publish("P-1", "{\"patientId\":\"P-1\"}");
      var rejected = pipeline.topics().rejected(1);
      assertThat(rejected).hasSize(1);
      var record = rejected.getFirst();
      assertThat(new String(record.value(), UTF_8)).isEqualTo("{\"patientId\":\"P-1\"}");
      assertThat(new String(record.key(), UTF_8)).isEqualTo("P-1");
      assertThat(TestTopics.header(record, "epro.codes")).isEqualTo("missing_field");
      assertThat(TestTopics.header(record, "__streams.errors.topic"))
          .isEqualTo(pipeline.topics().raw());
      assertThat(TestTopics.header(record, "__streams.errors.offset")).isEqualTo("0");
      assertThat(TestTopics.header(record, "__streams.errors.message"))
          .isEqualTo("missing_field /timestamp");
    }
  }

  /**
   * Nothing but a commit writes the batch here, so an offset that is committed before its batch was
   * flushed shows as an offset ahead of the ledger. Fails when Kafka Streams no longer calls the
   * producer's flush before it commits, or when our flush does not write the batch.
   */
  @UnderBothProtocols
  void anOffsetIsNeverCommittedBeforeItsRowIs(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of("processor.flush-interval", "1h",
        "processor.commit-interval", "100ms", "processor.batch.max-rows", "100000")).start()) {
      for (int round = 1; round <= 20; round++) {
        pipeline.topics().publish("P-" + round,
            TestReports.report("P-" + round, TestReports.TIMESTAMP + round));
        int published = round;
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
          pipeline.assertNeverAhead();
          return pipeline.topics().committed().values().stream().mapToLong(offset -> offset)
              .sum() == published;
        });
      }
      assertThat(pipeline.books().count("select count(*) from epro.report")).isEqualTo(20);
    }
  }

  @UnderBothProtocols
  void whatKafkaDeliversAgainIsNotStoredAgain(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of()).start()) {
      String[] bodies = IntStream.range(0, 500)
          .mapToObj(i -> TestReports.report("P-1", TestReports.TIMESTAMP + i))
          .toArray(String[]::new);
      pipeline.topics().publish("P-1", bodies);
      pipeline.awaitApplied(500);
      pipeline.stop();
      pipeline.topics().forgetOffsets();
      pipeline.start();
      pipeline.topics().publish("P-1", TestReports.report("P-1", TestReports.TIMESTAMP + 501));
      pipeline.awaitApplied(501);
      assertThat(pipeline.books().count("select count(*) from epro.report")).isEqualTo(501);
      assertThat(pipeline.books().count("select sum(duplicate) from epro.ledger")).isZero();
    }
  }

  @UnderBothProtocols
  void aCleanStopWritesWhatWasRead(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of("processor.flush-interval", "1h",
        "processor.commit-interval", "1h")).start()) {
      pipeline.awaitReady();
      pipeline.topics().publish("P-1", TestReports.report("P-1", TestReports.TIMESTAMP));
      await().atMost(PATIENCE)
          .until(() -> pipeline.books().count("select count(*) from epro.ledger") == 1);
      pipeline.stop();
      assertThat(pipeline.books().count("select count(*) from epro.report")).isEqualTo(1);
    }
  }

  @UnderBothProtocols
  void recordsThatTheLedgerHasForgottenAreReadAgain(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of()).start()) {
      pipeline.topics().publish("P-1", report(0), report(1), report(2));
      pipeline.awaitApplied(3);
      pipeline.awaitCommitted();
      pipeline.stop();
      pipeline.books().forgetAllButOneReport();
      pipeline.topics().publish("P-1", report(3));
      pipeline.start();
      await().atMost(PATIENCE).until(() -> pipeline.books().applied() == 4);
      pipeline.books().assertBalance(4, 0, 0);
    }
  }

  /** No record flows, so no stream thread could notice; and there is no second instance to wait for. */
  @UnderBothProtocols
  void aLedgerThatGoesBackUnderAnIdlePipelineIsNoticed(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of("processor.ledger-check-interval",
        "500ms")).start()) {
      pipeline.topics().publish("P-1", report(0), report(1), report(2));
      pipeline.awaitApplied(3);
      pipeline.awaitCommitted();
      pipeline.books().forgetAllButOneReport();
      await().atMost(PATIENCE).until(() -> pipeline.books().applied() == 3);
      pipeline.awaitReady();
      pipeline.books().assertBalance(3, 0, 0);
    }
  }

  private static String report(int number) {
    return TestReports.report("P-1", TestReports.TIMESTAMP + number);
  }
}
