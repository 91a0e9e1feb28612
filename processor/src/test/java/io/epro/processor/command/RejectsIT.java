package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Rejects that their topic does not take: never, as they are, or not now. */
class RejectsIT {
  private static final int LIMIT = 4_000;

  /** In one batch, with a report before and after. */
  @UnderBothProtocols
  void whatIsTooLargeForItsTopicGoesThereWithoutWhatMakesItSo(GroupProtocol protocol)
      throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of("processor.threads", "1"))) {
      pipeline.topics().create();
      pipeline.topics().createRejected(Map.of("max.message.bytes", String.valueOf(LIMIT)));
      pipeline.topics().publish(0, "P-1", Samples.report("P-1", 0));
      pipeline.topics().publish(0, "P-2", "x".repeat(LIMIT - 150)); // too large with its headers
      pipeline.topics().publish(0, "k".repeat(2 * LIMIT), "no json");
      pipeline.topics().publish(0, "P-3", manyReasons());
      pipeline.topics().publish(0, "P-4", "no json");
      pipeline.topics().publish(0, "P-1", Samples.report("P-1", 1));
      pipeline.start();
      pipeline.awaitApplied(6);
      pipeline.awaitCommitted();
      pipeline.books().assertBalance(2, 0, 4);

      Map<Long, ConsumerRecord<byte[], byte[]>> rejected = pipeline.topics().rejected(4).stream()
          .collect(Collectors.toMap(
              record -> Long.parseLong(TestTopics.header(record, "__streams.errors.offset")),
              record -> record, (first, _) -> first));
      assertThat(rejected).containsOnlyKeys(1L, 2L, 3L, 4L);
      assertThat(at(rejected, 1)).satisfies(record -> assertOmitted(record, "value"));
      assertThat(at(rejected, 1).key()).isNotNull();
      assertThat(at(rejected, 2)).satisfies(record -> assertOmitted(record, "value", "key"));
      assertThat(at(rejected, 3)).satisfies(record -> {
        assertOmitted(record, "value", "key");
        assertThat(record.headers().lastHeader("epro.message-shortened")).isNotNull();
        assertThat(TestTopics.header(record, "epro.codes")).isEqualTo("wrong_type,missing_field");
      });
      assertThat(at(rejected, 4)).satisfies(record -> assertOmitted(record));
      assertThat(at(rejected, 4).value()).isNotNull();
      assertThat(pipeline.books().count("select count(*) from epro.rejection where raw is null"))
          .as("the table keeps all of it").isZero();
    }
  }

  @UnderBothProtocols
  void whileTheTopicIsAwayNothingIsBooked(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of("processor.sink.block-limit", "1s"))) {
      pipeline.start().awaitReady();
      pipeline.topics().deleteRejected();
      // The bad one first: what came before it might be written before it is there.
      pipeline.topics().publish(0, "P-1", "no json", Samples.report("P-1", 0),
          Samples.report("P-1", 1));
      pipeline.topics().publish(1, "P-2", "no json either");
      await("given up").atMost(TestPipeline.PATIENCE).until(pipeline::paused);
      assertThat(pipeline.assembly().ready().reasons()).anySatisfy(
          reason -> assertThat(reason).contains(pipeline.topics().rejectedTopic()));
      await("paused for as long as it is away").during(Duration.ofSeconds(3))
          .atMost(TestPipeline.PATIENCE).until(pipeline::paused);
      assertThat(pipeline.books().applied()).isZero();
      assertThat(pipeline.books().count("select count(*) from epro.rejection")).isZero();
      assertThat(pipeline.books().count("select count(*) from epro.report")).isZero();
      pipeline.assertNeverAhead();

      pipeline.topics().createRejected(Map.of());
      pipeline.awaitApplied(4);
      pipeline.books().assertBalance(2, 0, 2);
      assertThat(pipeline.topics().rejected(2).stream()
          .map(record -> TestTopics.header(record, "__streams.errors.partition")).distinct())
          .as("at least once in the topic").containsExactlyInAnyOrder("0", "1");
    }
  }

  private static ConsumerRecord<byte[], byte[]> at(
      Map<Long, ConsumerRecord<byte[], byte[]>> rejected, long offset) {
    return Objects.requireNonNull(rejected.get(offset));
  }

  private static void assertOmitted(ConsumerRecord<byte[], byte[]> record, String... parts) {
    for (String part : List.of("value", "key")) {
      boolean omitted = List.of(parts).contains(part);
      assertThat(record.headers().lastHeader("epro." + part + "-omitted") != null)
          .as(part + " omitted").isEqualTo(omitted);
    }
  }

  /** What is to be said of it alone is more than the topic takes. */
  private static String manyReasons() {
    return IntStream.range(0, 64).mapToObj(_ -> "{\"drugId\":1,\"doseMg\":\"x\"}")
        .collect(Collectors.joining(",", "{\"medications\":[", "]}"));
  }
}
