package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.processor.ProcessorSettings.GroupProtocol;
import java.util.HashMap;
import java.util.Map;

/** The raw topic is deleted and made anew under the same name. */
class TopicChangesIT {
  /** Streams itself may end its threads when a topic is gone, and a classic group waits for these. */
  private static Map<String, String> settings(GroupProtocol protocol) {
    var settings = new HashMap<>(Map.of("processor.ledger-check-interval", "500ms",
        "processor.kafka.properties.\"metadata.max.age.ms\"", "500"));
    if (protocol == GroupProtocol.CLASSIC) {
      settings.put("processor.kafka.properties.\"session.timeout.ms\"", "6000");
      settings.put("processor.kafka.properties.\"heartbeat.interval.ms\"", "1000");
    }
    return settings;
  }

  @UnderBothProtocols
  void anotherTopicOfTheSameNameIsRefusedAtTheStart(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, settings(protocol))) {
      fill(pipeline);
      pipeline.stop();
      makeAnew(pipeline);
      pipeline.topics().publish(0, "P-2", Samples.reports("P-2", 0, 30));

      assertThat(pipeline.start().refusal()).contains("it was deleted and created again")
          .contains("Give processor.pipeline another name");
      assertThat(pipeline.books().applied()).isEqualTo(20);
      newBooksTakeAll(pipeline);
      pipeline.books().assertBalance(50, 0, 0);
    }
  }

  /** Both topics have one at the same place: doing what the messages say helps. */
  @UnderBothProtocols
  void rejectionsOfTheFormerTopicAreNotTakenForThoseOfTheNew(GroupProtocol protocol)
      throws Exception {
    try (var pipeline = new TestPipeline(protocol, settings(protocol))) {
      pipeline.start();
      pipeline.topics().publish(0, "P-1", "no json");
      pipeline.awaitApplied(1);
      pipeline.stop();
      makeAnew(pipeline);
      pipeline.topics().publish(0, "P-2", "no json");
      pipeline.topics().publish(0, "P-2", Samples.reports("P-2", 0, 30));

      pipeline.set("processor.pipeline", "second").start();
      assertThat(pipeline.refusal()).contains("Set their source_topic to another name");
      pipeline.books().execute("update epro.rejection set source_topic = 'former'");
      newBooksTakeAll(pipeline);
      pipeline.books().assertBalance(30, 0, 2);
    }
  }

  /**
   * Longer than the old one was, so that no offset shows that it is another topic. What was read of it
   * before that was noticed is stored, and for the new books a duplicate.
   */
  @UnderBothProtocols
  void anotherTopicOfTheSameNameStopsTheRunningPipeline(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, settings(protocol))) {
      fill(pipeline);
      makeAnew(pipeline);
      pipeline.topics().publish(0, "P-2", Samples.reports("P-2", 0, 30));

      assertThat(pipeline.refusal()).containsAnyOf("deleted", "made anew")
          .contains("processor.pipeline another name");
      newBooksTakeAll(pipeline);
      assertThat(pipeline.books().count("select count(*) from epro.report")).isEqualTo(50);
    }
  }

  private static void fill(TestPipeline pipeline) throws Exception {
    pipeline.start();
    pipeline.topics().publish(0, "P-1", Samples.reports("P-1", 0, 20));
    pipeline.awaitApplied(20);
    pipeline.awaitCommitted();
  }

  private static void makeAnew(TestPipeline pipeline) throws Exception {
    pipeline.topics().deleteRaw();
    await("deleted").ignoreExceptions().atMost(TestPipeline.PATIENCE).until(() -> {
      pipeline.topics().create();
      return true;
    });
  }

  private static void newBooksTakeAll(TestPipeline pipeline) {
    pipeline.set("processor.pipeline", "second").start();
    await("applied").atMost(TestPipeline.PATIENCE).until(() -> pipeline.books().count(
        "select coalesce(sum(stored + duplicate), 0) from epro.ledger where pipeline = 'second'") == 30);
  }
}
