package io.epro.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.evidence.EvidenceReader;
import io.epro.local.system.ProgramSettings;
import io.epro.topics.BoundedRead;
import io.epro.topics.ReportHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code redrive} killed with SIGKILL at random moments, and run again until it ends by itself. */
@Tag("fault")
class RedriveKilledIT {
  private static final int REJECTIONS = 30_000;
  private static final int KILLS = 6;
  /** From a JVM's start to about the end of the work. */
  private static final int LATEST_MILLIS = 5_000;

  @Test
  void eachRejectionGetsOneSecondChanceHoweverOftenTheToolIsKilled(@TempDir Path directory)
      throws Exception {
    Rig.play("redrive killed", Map.of(), rig -> {
      var _ = rig.startProcessor();
      publishBad(rig);
      var reader = new EvidenceReader(rig.system(), rig.names());
      awaitRejections(reader, REJECTIONS);
      var settings = settings(rig);
      var random = new Random(rig.seed());
      for (int kill = 0; kill < KILLS; kill++) {
        var tool = Tool.start(directory, settings, "redrive", "--yes", "--until",
            "2100-01-01T00:00:00Z", "--max-attempts", "1");
        tool.waitFor(Duration.ofMillis(500 + random.nextInt(LATEST_MILLIS)));
        tool.kill();
      }
      // What was rejected again meanwhile has had its only chance, which is 1.
      Tool.run(Set.of(0, 1), directory, settings, "redrive", "--yes", "--max-attempts", "1");
      awaitRejections(reader, 2 * REJECTIONS);

      assertThat(marks(rig)).hasSize(REJECTIONS)
          .allSatisfy((mark, times) -> assertThat(times).as(mark).isEqualTo(1));
      assertThat(reader.number("select count(*) from %1$s.rejection_history"
          + " where state = 'redriven' and outcome = 'rejected' and attempt = 1"))
          .isEqualTo(REJECTIONS);
      assertThat(Tool.run(0, directory, settings, "reconcile", "--deep", "--wait", "1m"))
          .contains("The books balance.");
    });
  }

  private static void awaitRejections(EvidenceReader reader, long count) {
    await("rejections").atMost(Rig.PATIENCE.multipliedBy(2)).ignoreExceptions()
        .until(() -> reader.number("select count(*) from %1$s.rejection") == count);
  }

  private static Map<String, String> settings(Rig rig) {
    var all = new HashMap<>(ProgramSettings.processor(0, rig.system().kafka().bootstrapServers(),
        rig.system().postgres().jdbcUrl()));
    all.putAll(rig.names().processorSettings());
    return all;
  }

  private static void publishBad(Rig rig) {
    try (var producer = new KafkaProducer<>(
        Map.<String, Object>of("bootstrap.servers", rig.system().kafka().bootstrapServers()),
        new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < REJECTIONS; i++) {
        var _ = producer.send(new ProducerRecord<>(rig.names().raw(), ("P-" + i).getBytes(UTF_8),
            ("{\"patientId\":\"P-" + i + "\"}").getBytes(UTF_8)));
      }
      producer.flush();
    }
  }

  /** How often each mark stands in the topic, in what is committed. */
  private static Map<String, Integer> marks(Rig rig) {
    var marks = new HashMap<String, Integer>();
    try (var consumer = new KafkaConsumer<>(Map.<String, Object>of(
        "bootstrap.servers", rig.system().kafka().bootstrapServers(), "isolation.level",
        "read_committed"), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions = new ArrayList<TopicPartition>();
      consumer.partitionsFor(rig.names().raw())
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
      var from = consumer.beginningOffsets(partitions);
      BoundedRead.through(consumer, from, consumer.endOffsets(partitions),
          Duration.ofSeconds(20), record -> {
            var header = record.headers().lastHeader(ReportHeaders.REDRIVEN_FROM);
            if (header != null) {
              marks.merge(new String(header.value(), UTF_8), 1, Integer::sum);
            }
            return true;
          });
    }
    return marks;
  }
}
