package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.fixture.PostgresProxy;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.time.Duration;
import java.util.Map;

/**
 * A batch with rows of all tasks of one thread, which cannot be written when it has to be. Nothing but
 * the event itself writes it: no age, no commit.
 */
class FailedFlushIT {
  private static final Duration PATIENCE = TestPipeline.PATIENCE;
  private static final Map<String, String> ONLY_WHEN_MADE_TO = Map.of("processor.threads", "1",
      "processor.flush-interval", "1h", "processor.commit-interval", "1h",
      "processor.sink.block-limit", "300ms", "processor.batch.max-rows", "100000");

  @UnderBothProtocols
  void atShutdownItIsLeftToTheNextStart(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, ONLY_WHEN_MADE_TO);
        var proxy = PostgresProxy.before(pipeline.books().database().url())) {
      pipeline.set("processor.postgres.url", proxy.jdbcUrl()).start();
      publish(pipeline, 0);
      pipeline.awaitTakenIn(60);

      proxy.refuse();
      pipeline.stop();
      assertThat(pipeline.books().applied()).isZero();
      pipeline.assertNeverAhead();

      proxy.allow();
      pipeline.set("processor.commit-interval", "200ms").start();
      pipeline.awaitApplied(60);
      pipeline.books().assertBalance(60, 0, 0);
    }
  }

  /** One instance cannot write, and another joins that can. */
  @UnderBothProtocols
  void atRevocationItIsLeftToTheNewOwner(GroupProtocol protocol) throws Exception {
    try (var first = new TestPipeline(protocol, ONLY_WHEN_MADE_TO);
        var second = first.another(Map.of("processor.commit-interval", "200ms"));
        var proxy = PostgresProxy.before(first.books().database().url())) {
      first.set("processor.postgres.url", proxy.jdbcUrl()).start();
      publish(first, 0);
      first.awaitTakenIn(60);

      proxy.refuse();
      second.start();
      await("the second writes").atMost(PATIENCE).until(() -> {
        first.assertNeverAhead();
        return first.books().applied() > 0;
      });
      publish(first, 100);
      proxy.allow();
      first.awaitReady(); // back at work, but with no reason to write
      first.stop();
      first.awaitApplied(120);
      first.books().assertBalance(120, 0, 0);
    }
  }

  /** The batch is full with the last record of all partitions: each task has rows in it. */
  @UnderBothProtocols
  void inProcessingItIsReadAgainByAllTasks(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, ONLY_WHEN_MADE_TO);
        var proxy = PostgresProxy.before(pipeline.books().database().url())) {
      pipeline.set("processor.postgres.url", proxy.jdbcUrl())
          .set("processor.batch.max-rows", "60");
      proxy.cutCopies();
      pipeline.start();
      publish(pipeline, 0);
      awaitGivenUpTwice(pipeline, proxy);
      proxy.allow();
      pipeline.awaitApplied(60);
      pipeline.books().assertBalance(60, 0, 0);
    }
  }

  /** Streams commits task by task: after the first one's failure no other may succeed. */
  @UnderBothProtocols
  void inACommitItIsReadAgainByAllTasks(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, ONLY_WHEN_MADE_TO);
        var proxy = PostgresProxy.before(pipeline.books().database().url())) {
      pipeline.set("processor.postgres.url", proxy.jdbcUrl())
          .set("processor.commit-interval", "500ms");
      proxy.cutCopies();
      pipeline.start();
      publish(pipeline, 0);
      awaitGivenUpTwice(pipeline, proxy);
      proxy.allow();
      pipeline.awaitApplied(60);
      pipeline.awaitCommitted();
      pipeline.books().assertBalance(60, 0, 0);
    }
  }

  private static void awaitGivenUpTwice(TestPipeline pipeline, PostgresProxy proxy) {
    for (int i = 0; i < 2; i++) {
      int before = proxy.copiesCut();
      await("paused").atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
        pipeline.assertNeverAhead();
        return pipeline.paused() && proxy.copiesCut() > before;
      });
    }
  }

  /** 20 reports into each of three partitions. */
  private static void publish(TestPipeline pipeline, int from) throws Exception {
    for (int partition = 0; partition < 3; partition++) {
      String patient = "P-" + partition;
      pipeline.topics().publish(partition, patient, Samples.reports(patient, from, from + 20));
    }
  }
}
