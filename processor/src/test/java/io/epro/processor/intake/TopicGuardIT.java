package io.epro.processor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.local.fixture.RealKafka;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.intake.TopicCatalog.Facts;
import io.epro.processor.intake.TopicGuard.TopicsUnfit;
import io.epro.processor.ledger.OutageException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicGuardIT {
  private final String name = RealKafka.get().newTopicName("guard");
  private final Admin admin = Admin
      .create(Map.of("bootstrap.servers", RealKafka.get().bootstrapServers()));

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void missingTopicsAreAllNamedWithWhatToDo() {
    assertThatThrownBy(() -> guard(Map.of()).check()).isInstanceOf(TopicsUnfit.class)
        .hasMessageContaining("topic " + name + " does not exist")
        .hasMessageContaining("topic " + name + ".rejected does not exist")
        .hasMessageContaining("topic " + name + ".drugs does not exist")
        .hasMessageContaining("processor.topics.create=true");
  }

  @Test
  void missingTopicsAreCreatedWhereTheConfigurationSaysSoAndKeepTheirId() {
    var development = Map.of("processor.topics.create", "true", "processor.topics.replicas", "1",
        "processor.topics.development", "true");
    var ids = created(development);
    assertThat(guard(development).check()).isEqualTo(ids);
  }

  @Test
  void rawAndRejectedAreWidenedTogetherAndNeverNarrowed() {
    created(Map.of("processor.topics.create", "true", "processor.topics.replicas", "1",
        "processor.topics.partitions", "3", "processor.topics.development", "true"));
    catalog().widen(5);
    await().untilAsserted(() -> assertThat(catalog().facts())
        .extracting(Facts::partitions, Facts::replicas, Facts::retention)
        .containsExactly(tuple(5, 1, "ever"), tuple(5, 1, "ever"),
            tuple(1, 1, "the newest of each key")));
    assertThatThrownBy(() -> catalog().widen(4)).isInstanceOf(TopicsUnfit.class)
        .hasMessageContaining("has 5 partitions, and none can be taken away");
  }

  @Test
  void topicsThatCouldLoseReportsAreRefusedOutsideDevelopment() {
    created(Map.of("processor.topics.create", "true", "processor.topics.replicas", "1",
        "processor.topics.development", "true"));
    assertThatThrownBy(() -> guard(Map.of()).check()).isInstanceOf(TopicsUnfit.class)
        .hasMessageContaining("has 1 replicas; 3 are needed")
        .hasMessageContaining("min.insync.replicas below 2");
  }

  @Test
  void aDictionaryThatIsNotCompactedIsRefused() {
    RealKafka.get().createTopic(name, 1);
    RealKafka.get().createTopic(name + ".rejected", 1);
    RealKafka.get().createTopic(name + ".drugs", 1);
    await().untilAsserted(() -> assertThatThrownBy(
        () -> guard(Map.of("processor.topics.development", "true")).check())
        .isInstanceOf(TopicsUnfit.class)
        .hasMessageEndingWith("topic " + name + ".drugs must have cleanup.policy=compact"));
  }

  @Test
  void aTopicThatEndsBeforeTheLedgerIsRefused() {
    RealKafka.get().createTopic(name, 2);
    assertThatThrownBy(() -> guard(Map.of()).refuseShorterThan(Map.of(0, 0L, 1, 5L)))
        .isInstanceOf(TopicsUnfit.class)
        .hasMessageContaining("partition 1 of topic " + name + " ends at offset 0")
        .hasMessageNotContaining("partition 0");
  }

  @Test
  void aBrokerThatIsAwayIsAnOutage() {
    try (var nobody = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1",
        "default.api.timeout.ms", "1000", "request.timeout.ms", "500"))) {
      assertThatThrownBy(() -> new TopicGuard(nobody, settings(Map.of())).check())
          .isInstanceOf(OutageException.class);
    }
  }

  /** As at start: asked again until the new topics are visible. */
  private TopicGuard.TopicIds created(Map<String, String> development) {
    return await().ignoreExceptionsInstanceOf(OutageException.class)
        .until(() -> guard(development).check(), ids -> true);
  }

  private TopicCatalog catalog() {
    return new TopicCatalog(admin, settings(Map.of()));
  }

  private TopicGuard guard(Map<String, String> overrides) {
    return new TopicGuard(admin, settings(overrides));
  }

  private ProcessorSettings.TopicNames settings(Map<String, String> overrides) {
    var all = new HashMap<>(overrides);
    all.put("processor.topics.raw", name);
    all.put("processor.topics.rejected", name + ".rejected");
    all.put("processor.topics.drugs", name + ".drugs");
    return Settings.load(ProcessorSettings.class, all).topics();
  }
}
