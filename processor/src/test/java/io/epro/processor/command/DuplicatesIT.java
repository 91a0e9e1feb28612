package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.fixture.PostgresProxy;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The same report more than once: in one batch, in two, and in two partitions. */
class DuplicatesIT {
  private static final Map<String, String> NEW_PARTITIONS_AT_ONCE = Map.of(
      "processor.threads", "2",
      "processor.kafka.properties.\"metadata.max.age.ms\"", "500");

  @UnderBothProtocols
  void eachIsStoredOnceAndConflictingOnesAreRejected(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of("processor.threads", "1"))) {
      pipeline.topics().create();
      var id = UUID.randomUUID();
      // In one batch, since it is all there at the start: twice the same, twice the same id.
      publish(pipeline, Samples.report("P-1", 1), Samples.report("P-1", 1));
      pipeline.topics().publishWithId(0, "P-1", id, Samples.report("P-1", 2));
      pipeline.topics().publishWithId(0, "P-1", id, Samples.report("P-1", 3));
      pipeline.start();
      pipeline.awaitApplied(4);
      pipeline.books().assertBalance(2, 1, 1);
      // Across batches, among new ones.
      publish(pipeline, Samples.report("P-1", 4), Samples.report("P-1", 1),
          Samples.report("P-1", 5));
      pipeline.awaitApplied(7);
      pipeline.topics().publishWithId(0, "P-1", id, Samples.report("P-1", 6));
      pipeline.topics().publishWithId(0, "P-1", id, Samples.report("P-1", 2));
      pipeline.awaitApplied(9);
      pipeline.books().assertBalance(4, 3, 2);
      assertThat(pipeline.books().count("select count(*) from epro.rejection"
          + " where reasons->0->>'code' = 'conflicting_duplicate'")).isEqualTo(2);
      assertThat(pipeline.books().count("select count(*) from epro.report where report_id = '" + id
          + "' and content_sha256 = decode('" + sha256(Samples.report("P-1", 2)) + "', 'hex')"))
          .as("the first one stands").isEqualTo(1);
    }
  }

  @UnderBothProtocols
  void aReportThatComesAgainInANewPartitionIsADuplicate(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, NEW_PARTITIONS_AT_ONCE).start()) {
      pipeline.topics().publish(0, "P-1", Samples.reports("P-1", 0, 10));
      pipeline.awaitApplied(10);
      pipeline.topics().addPartitions(6);
      pipeline.topics().publish(4, "P-1", Samples.reports("P-1", 5, 15));
      pipeline.topics().publish(5, "P-2", Samples.reports("P-2", 0, 10));
      pipeline.awaitApplied(30);
      pipeline.books().assertBalance(25, 5, 0);
    }
  }

  /** The same reports in two partitions, in opposite orders: two threads meet at the same keys. */
  @UnderBothProtocols
  void reportsThatAreInFlightInTwoThreadsAreStoredOnce(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of("processor.threads", "2",
        "processor.batch.max-rows", "100"))) {
      pipeline.topics().create();
      String[] reports = Samples.reports("P-1", 0, 1500);
      pipeline.topics().publish(0, "P-1", reports);
      Collections.reverse(Arrays.asList(reports));
      pipeline.topics().publish(1, "P-1", reports);
      Collections.shuffle(Arrays.asList(reports));
      pipeline.topics().publish(2, "P-1", reports);
      pipeline.start();
      pipeline.awaitApplied(4500);
      pipeline.books().assertBalance(1500, 3000, 0);
    }
  }

  /** One thread stands before its COMMIT; the other waits for that, at the same key. */
  @UnderBothProtocols
  void theSecondThreadWaitsForTheFirstOnesCommit(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, NEW_PARTITIONS_AT_ONCE);
        var proxy = PostgresProxy.before(pipeline.books().database().url())) {
      pipeline.set("processor.postgres.url", proxy.jdbcUrl()).start().awaitReady();
      pipeline.topics().addPartitions(4);
      pipeline.topics().publish(3, "P-2", Samples.report("P-2", 0));
      pipeline.awaitApplied(1);
      var hold = proxy.holdCommit();
      // Four tasks of two threads: not all of these are of the same one.
      for (int partition : List.of(0, 1, 2, 3)) {
        pipeline.topics().publish(partition, "P-1", Samples.report("P-1", 0));
      }
      await("held").atMost(TestPipeline.PATIENCE).until(hold::taken);
      await("another session waits").atMost(TestPipeline.PATIENCE)
          .until(() -> pipeline.books().count("select count(*) from pg_stat_activity"
              + " where datname = current_database() and wait_event_type = 'Lock'") == 1);
      assertThat(pipeline.books().applied()).isEqualTo(1);
      hold.release();
      pipeline.awaitApplied(5);
      pipeline.books().assertBalance(2, 3, 0);
    }
  }

  private static void publish(TestPipeline pipeline, String... reports) throws Exception {
    pipeline.topics().publish(0, "P-1", reports);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256")
        .digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
