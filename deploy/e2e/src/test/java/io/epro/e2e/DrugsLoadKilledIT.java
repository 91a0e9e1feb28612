package io.epro.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.load.DrugTopic;
import io.epro.local.system.ProgramSettings;
import io.epro.topics.BoundedRead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code drugs load} killed with SIGKILL at random moments, and run again until it ends by itself. */
@Tag("fault")
class DrugsLoadKilledIT {
  /** So many are changed, as many are new, gone and the same. */
  private static final int EACH = 40_000;
  /** In the topic before, and in each file. */
  private static final int DRUGS = 3 * EACH;
  /** What is changed, new and gone. */
  private static final int TO_PUBLISH = 3 * EACH;
  private static final int EARLY_KILLS = 2;
  /** From a JVM's start to about the first record. */
  private static final int EARLY_MILLIS = 1_500;
  private static final int KILLS = 5;
  private static final Duration LOOK = Duration.ofMillis(3);

  @Test
  void aLoadThatWasKilledEndsAsOneThatWasNot(@TempDir Path directory) throws Exception {
    Rig.play("drugs load killed", Map.of(), rig -> {
      var servers = rig.system().kafka().bootstrapServers();
      var killed = rig.names().schema() + ".killed";
      var undisturbed = rig.names().schema() + ".undisturbed";
      DrugTopic.create(servers, killed).close();
      DrugTopic.create(servers, undisturbed).close();
      var before = before(directory);
      var after = after(directory);
      var tool = new DrugsTool(rig, directory);
      for (var topic : List.of(killed, undisturbed)) {
        assertThat(tool.run(topic, "load", before.toString())).contains(DRUGS + " drugs");
      }
      assertThat(tool.run(undisturbed, "load", "--prune", after.toString())).contains(EACH
          + " added, " + EACH + " changed, " + EACH + " as before; " + EACH + " not in the file");

      int publishing = tool.loadAndKill(killed, after, new Random(rig.seed()));
      assertThat(publishing).as("kills while it published").isGreaterThanOrEqualTo(KILLS - 1);
      assertThat(tool.run(killed, "load", "--prune", after.toString()))
          .contains(DRUGS + " drugs loaded");

      assertThat(dictionary(servers, killed)).hasSize(DRUGS)
          .isEqualTo(dictionary(servers, undisturbed));
      assertThat(tool.run(killed, "diff", after.toString()))
          .contains("0 added, 0 changed, " + DRUGS + " as before; 0 not in the file");
    });
  }

  /** The command on one topic or another. */
  private static final class DrugsTool {
    private final Rig rig;
    private final Path directory;

    DrugsTool(Rig rig, Path directory) {
      this.rig = rig;
      this.directory = directory;
    }

    /** To its end. @return what it said, its numbers without the commas between thousands */
    String run(String topic, String... arguments) throws IOException {
      return Tool.run(0, directory, settings(topic), words(arguments)).replaceAll("(\\d),", "$1");
    }

    /**
     * Kills it at random moments before its first record, then at random records of what is left.
     *
     * @return how often it was at work then
     */
    int loadAndKill(String topic, Path file, Random random) throws IOException {
      var load = words("load", "--prune", file.toString());
      for (int kill = 0; kill < EARLY_KILLS; kill++) {
        var child = Tool.start(directory, settings(topic), load);
        child.waitFor(Duration.ofMillis(random.nextInt(EARLY_MILLIS)));
        child.kill();
      }
      int publishing = 0;
      int part = (TO_PUBLISH - EACH / 4) / KILLS;
      try (var consumer = consumer(rig.system().kafka().bootstrapServers())) {
        for (int kill = 0; kill < KILLS; kill++) {
          long until = DRUGS + kill * (long) part + random.nextInt(part) + 1;
          var child = Tool.start(directory, settings(topic), load);
          await("record " + until).atMost(Rig.PATIENCE).pollDelay(Duration.ZERO)
              .pollInterval(LOOK).until(() -> end(consumer, topic) >= until || !child.alive());
          publishing += child.alive() ? 1 : 0;
          child.kill();
        }
      }
      return publishing;
    }

    private Map<String, String> settings(String topic) {
      var all = new HashMap<>(ProgramSettings.processor(0,
          rig.system().kafka().bootstrapServers(), rig.system().postgres().jdbcUrl()));
      all.putAll(rig.names().processorSettings());
      all.put("processor.topics.drugs", topic);
      return all;
    }

    private static String[] words(String... arguments) {
      var words = new String[arguments.length + 1];
      words[0] = "drugs";
      System.arraycopy(arguments, 0, words, 1, arguments.length);
      return words;
    }
  }

  private static Path before(Path directory) throws IOException {
    var csv = new StringBuilder("drugId,name,atc\n");
    for (int i = 0; i < DRUGS; i++) {
      csv.append("D-").append(i).append(",drug ").append(i).append(",N02BE01\n");
    }
    return Files.writeString(directory.resolve("before.csv"), csv);
  }

  /** The three kinds take turns, so that a kill meets each; what is gone comes last in any case. */
  private static Path after(Path directory) throws IOException {
    var csv = new StringBuilder("drugId,name,atc\n");
    for (int i = 0; i < DRUGS; i++) {
      csv.append(switch (i % 3) {
        case 0 -> "D-" + i + ",drug " + i;
        case 1 -> "D-" + i + ",drug " + i + " renamed";
        default -> "E-" + i + ",new drug " + i;
      }).append(",N02BE01\n");
    }
    return Files.writeString(directory.resolve("after.csv"), csv);
  }

  /** What the topic comes to, by id. */
  private static Map<String, String> dictionary(String servers, String topic) {
    var drugs = new TreeMap<String, String>();
    var partition = new TopicPartition(topic, 0);
    try (var consumer = consumer(servers)) {
      BoundedRead.through(consumer, Map.of(partition, 0L),
          Map.of(partition, end(consumer, topic)), Duration.ofSeconds(20), record -> {
            var id = new String(record.key(), UTF_8);
            if (record.value() == null) {
              drugs.remove(id);
            } else {
              drugs.put(id, new String(record.value(), UTF_8));
            }
            return true;
          });
    }
    return drugs;
  }

  private static long end(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    var partition = new TopicPartition(topic, 0);
    return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String servers) {
    return new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", servers),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
