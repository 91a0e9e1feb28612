package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.time.Duration;
import java.util.Map;

/** Topic and tables contradict each other, and a stream thread finds it out. */
class ContradictionIT {
  /** Less than a classic group waits for a member that left without a word. */
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Its threads leave the group, so that it ends, and others take over, without waiting for it. */
  @UnderBothProtocols
  void theInstanceStopsSoonAndLeavesItsPlaceToOthers(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of("processor.threads", "2"))) {
      pipeline.start().awaitReady();
      pipeline.stop();
      pipeline.books().execute("insert into epro.rejection (source_topic, source_partition,"
          + " source_offset, reasons, received_at) values ('" + pipeline.topics().raw()
          + "', 1, 0, '[]', now())");
      for (int partition = 0; partition < 3; partition++) {
        pipeline.topics().publish(partition, "P-1", "no json");
      }
      pipeline.start();
      await("failed").atMost(TestPipeline.PATIENCE)
          .until(() -> !pipeline.assembly().live().ready());
      long failed = System.nanoTime();
      assertThat(pipeline.refusal()).contains("former topic of this name");
      pipeline.assertNeverAhead();
      pipeline.books().execute("delete from epro.rejection where reasons = '[]'");
      pipeline.start();
      pipeline.awaitApplied(3);
      pipeline.books().assertBalance(0, 0, 3);
      assertThat(Duration.ofNanos(System.nanoTime() - failed)).isLessThan(SOON);
    }
  }
}
