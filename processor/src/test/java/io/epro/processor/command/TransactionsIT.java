package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.util.Map;

/**
 * The raw topic is fed by a transactional producer, and by others in between. Markers and aborted records
 * take up offsets that are never delivered; Kafka commits past them, the ledger only with the next
 * record.
 */
class TransactionsIT {

  /**
   * Offsets: two reports, a marker; three aborted reports, a marker; one report, a marker; after a
   * restart one more. Whether the group has read the last marker before the stop is up to chance.
   */
  @UnderBothProtocols
  void markersAndAbortedRecordsAreSkippedEvenAcrossARestart(GroupProtocol protocol)
      throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of()).start()) {
      pipeline.topics().publishInTransaction(true, 0, report(0), report(1));
      pipeline.topics().publishInTransaction(false, 0, report(2), report(3), report(4));
      pipeline.topics().publishInTransaction(true, 0, report(5));
      awaitApplied(pipeline, 8);
      pipeline.stop();
      pipeline.topics().publishInTransaction(true, 0, report(6));
      pipeline.start();
      awaitApplied(pipeline, 10);
      pipeline.books().assertBalance(4, 0, 0);
      assertThat(pipeline.books().sum("skipped")).isEqualTo(6);
    }
  }

  /** What was aborted never was: sent again it is no duplicate, and bad data in it no rejection. */
  @UnderBothProtocols
  void whatWasAbortedIsStoredWhenItComesAgain(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of("processor.threads", "1")).start()) {
      for (int partition = 0; partition < 2; partition++) {
        pipeline.topics().publishInTransaction(false, partition, report(10 * partition), "no json",
            report(10 * partition + 1));
        pipeline.topics().publishInTransaction(true, partition, report(10 * partition));
        pipeline.topics().publish(partition, "P-1", report(10 * partition + 1), "no json");
      }
      awaitApplied(pipeline, 2 * 8); // three aborted, a marker, one, a marker, two
      pipeline.books().assertBalance(4, 0, 2);
      assertThat(pipeline.books().sum("skipped")).isEqualTo(2 * 5);
    }
  }

  /** Nothing behind an open transaction is read, and a restart meanwhile changes nothing. */
  @UnderBothProtocols
  void aTransactionThatIsOpenAcrossARestartHoldsBackWhatIsBehindIt(GroupProtocol protocol)
      throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of()).start()) {
      pipeline.topics().publish(0, "P-1", report(0));
      awaitApplied(pipeline, 1);
      try (var open = pipeline.topics().openTransaction(0, report(1), report(2))) {
        pipeline.topics().publish(0, "P-1", report(3), report(1));
        pipeline.topics().publish(1, "P-1", report(4));
        await("the other partition").atMost(TestPipeline.PATIENCE)
            .until(() -> pipeline.books().nextOffsets().getOrDefault(1, 0L) == 1);
        assertThat(pipeline.books().nextOffsets()).containsEntry(0, 1L);
        pipeline.stop();
        pipeline.start().awaitReady();
        open.abortTransaction();
      }
      awaitApplied(pipeline, 5 + 1);
      pipeline.topics().publish(0, "P-1", report(2));
      awaitApplied(pipeline, 7 + 1); // the marker is passed with the report behind it
      pipeline.books().assertBalance(5, 0, 0);
      assertThat(pipeline.books().sum("skipped")).isEqualTo(3);
    }
  }

  private static void awaitApplied(TestPipeline pipeline, long offsets) {
    await("applied").atMost(TestPipeline.PATIENCE)
        .until(() -> pipeline.books().applied() == offsets);
  }

  private static String report(int number) {
    return Samples.report("P-1", number);
  }
}
