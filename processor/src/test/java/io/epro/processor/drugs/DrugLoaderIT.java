package io.epro.processor.drugs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.local.fixture.RealKafka;
import io.epro.processor.command.DrugsCommand;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The dictionary's whole way: a file, the command, a real topic, a global store. */
class DrugLoaderIT {
  private static final RealKafka KAFKA = RealKafka.get();

  @TempDir
  Path directory;

  private final String topic = KAFKA.newTopicName("drugs");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ShardedDrugStore drugs = new ShardedDrugStore();
  private final DrugMetrics metrics = new DrugMetrics(new LookupCounts());

  @BeforeEach
  void createTopic() {
    KAFKA.createTopic(topic, 3, Map.of("cleanup.policy", "compact"));
  }

  @Test
  void loadsAFileIntoTheTableOfAProcessThatStartsLaterAndOfOneThatRuns() throws IOException {
    // Given a dictionary in the topic
    assertThat(load("drugId,name,atc\nA,first,\nB,second,\n")).isZero();

    // When a process starts, it has all of it before it runs
    try (var streams = new KafkaStreams(topology(), streamsConfig())) {
      streams.start();
      await(() -> streams.state() == KafkaStreams.State.RUNNING);
      assertThat(drugs.size()).isEqualTo(2);

      // Then a later file reaches it too, and what that does not name stays
      assertThat(load("drugId,name,atc\nA,renamed,\nC,third,\n")).isZero();
      await(() -> drugs.size() == 3 && "\"known\":true,\"name\":\"renamed\"".equals(find("A")));
      assertThat(find("B")).contains("second");
      assertThat(metrics.badRecords()).isZero();
    }
  }

  @Test
  void saysByItsExitCodeThatSomeLinesWereBad() throws IOException {
    assertThat(load("drugId,name,atc\nA,a,\nB\n")).isEqualTo(1);
    assertThat(err.toString()).contains("line 3 has 1 columns");
    assertThat(out.toString()).contains("1 drug loaded: 1 added", "1 bad line");
  }

  @Test
  void whatWasLoadedCanBeReadComparedExportedAndTakenOut() throws IOException {
    assertThat(load("drugId,name,atc,unit\nA,\"a, b\",N02BE01,\nB,b,,IU\n")).isZero();
    assertThat(run("get", "--config", config().toString(), "A", "X")).isEqualTo(1);
    assertThat(out.toString())
        .contains("{\"drugId\":\"A\",\"name\":\"a, b\",\"atc\":\"N02BE01\"}");
    var exported = directory.resolve("exported.csv");
    assertThat(run("export", "--config", config().toString(), exported.toString())).isZero();
    assertThat(run("diff", "--config", config().toString(), exported.toString())).isZero();
    var other = Files.writeString(directory.resolve("other.csv"), "id;n\nA;changed\nC;new\n");
    String[] mapped = {"--columns", "drugId=id,name=n", "--separator", ";"};
    assertThat(run(words("diff", mapped, other))).isEqualTo(1);
    assertThat(out.toString()).contains("- A a, b, ATC N02BE01", "+ A changed", "+ C new",
        "- B b, in IU");
    assertThat(run(words("load", mapped, other, "--dry-run", "--prune"))).isZero();
    assertThat(run("diff", "--config", config().toString(), exported.toString())).isZero();
    assertThat(run(words("load", mapped, other, "--prune"))).isZero();
    assertThat(run(words("diff", mapped, other))).isZero();
    assertThat(run("get", "--config", config().toString(), "B")).isEqualTo(1);
  }

  private String[] words(String command, String[] mapped, Path file, String... more)
      throws IOException {
    var words = new ArrayList<>(List.of(command, "--config", config().toString()));
    words.addAll(List.of(mapped));
    words.addAll(List.of(more));
    words.add(file.toString());
    return words.toArray(String[]::new);
  }

  @Test
  void saysByItsExitCodeThatFileUsageOrConfigurationIsAtFault() throws IOException {
    assertThat(run("load", directory.resolve("none.csv").toString())).isEqualTo(2);
    assertThat(run("load")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    var config = Files.writeString(directory.resolve("bad.properties"), "processor.nonsense=1\n");
    assertThat(run("load", "--config", config.toString(), "x.csv")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no file", "Missing required parameter",
        "needs a subcommand", "nonsense");
  }

  @Test
  void failsInBoundedTimeWhenTheBrokerIsAway() throws IOException {
    var config = Files.writeString(directory.resolve("away.properties"), """
        processor.kafka.bootstrap-servers=127.0.0.1:1
        processor.kafka.properties."max.block.ms"=500
        """);
    var file = Files.writeString(directory.resolve("drugs.csv"), "drugId,name,atc\nA,a,\n");
    assertThat(run("load", "--config", config.toString(), file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("not loaded: topic");
  }

  private int load(String csv) throws IOException {
    var file = Files.writeString(directory.resolve("drugs.csv"), csv);
    return run("load", "--config", config().toString(), file.toString());
  }

  private Path config() throws IOException {
    return Files.writeString(directory.resolve("processor.properties"),
        "processor.kafka.bootstrap-servers=" + KAFKA.bootstrapServers() + "\n"
            + "processor.topics.drugs=" + topic + "\n");
  }

  private int run(String... arguments) {
    return new CommandLine(new DrugsCommand()).setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err)).execute(arguments);
  }

  private Topology topology() {
    var topology = new Topology();
    DrugTopology.addTo(topology, topic, drugs, metrics);
    return topology;
  }

  private Properties streamsConfig() {
    var config = new Properties();
    config.put("application.id", topic);
    config.put("bootstrap.servers", KAFKA.bootstrapServers());
    config.put("state.dir", directory.toString());
    return config;
  }

  private @Nullable String find(String id) {
    byte[] found = drugs.find(id.getBytes(UTF_8), 0, id.length());
    return found == null ? null : new String(found, UTF_8);
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
  }
}
