package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.fixture.PostgresProxy;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.util.Map;

/** COMMIT was carried out, and its reply never came. */
class LostReplyIT {
  private static final Map<String, String> ONE_THREAD = Map.of("processor.threads", "1",
      "processor.sink.block-limit", "1s");

  @UnderBothProtocols
  void whatWasCommittedIsNeitherWrittenAgainNorCountedAsDuplicate(GroupProtocol protocol)
      throws Exception {
    try (var pipeline = new TestPipeline(protocol, ONE_THREAD);
        var proxy = PostgresProxy.before(pipeline.books().database().url())) {
      pipeline.set("processor.postgres.url", proxy.jdbcUrl()).start();
      proxy.loseCommitReply();
      publish(pipeline, 0);
      pipeline.awaitApplied(82);
      assertThat(proxy.repliesLost()).isEqualTo(1);
      publish(pipeline, 100);
      pipeline.awaitApplied(164);
      pipeline.books().assertBalance(160, 0, 4);
      assertThat(pipeline.topics().rejected(4)).hasSizeGreaterThanOrEqualTo(4);
    }
  }

  /** So that the ledger cannot be asked before the batch is given up: its records are read again. */
  @UnderBothProtocols
  void whatWasCommittedIsSkippedWhereTheDatabaseWentWithTheReply(GroupProtocol protocol)
      throws Exception {
    try (var pipeline = new TestPipeline(protocol, ONE_THREAD);
        var proxy = PostgresProxy.before(pipeline.books().database().url())) {
      pipeline.set("processor.postgres.url", proxy.jdbcUrl()).start();
      proxy.loseCommitReplyAndRefuse();
      publish(pipeline, 0);
      await("paused").atMost(TestPipeline.PATIENCE).until(pipeline::paused);
      pipeline.assertNeverAhead();
      proxy.allow();
      publish(pipeline, 100);
      pipeline.awaitApplied(164);
      pipeline.awaitCommitted();
      pipeline.books().assertBalance(160, 0, 4);
    }
  }

  /** 40 reports and a record to reject into each of two partitions. */
  private static void publish(TestPipeline pipeline, int from) throws Exception {
    for (int partition = 0; partition < 2; partition++) {
      String patient = "P-" + partition;
      pipeline.topics().publish(partition, patient, Samples.reports(patient, from, from + 40));
      pipeline.topics().publish(partition, patient, "no json");
    }
  }
}
