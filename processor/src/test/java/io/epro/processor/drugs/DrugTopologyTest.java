package io.epro.processor.drugs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.drug.Drug;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import io.epro.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrugTopologyTest {
  private static final Drug PARACETAMOL = new Drug("N02BE01", "Paracetamol", "N02BE01", null);

  private final ShardedDrugStore drugs = new ShardedDrugStore();
  private final DrugMetrics metrics = new DrugMetrics(new LookupCounts());
  private final TopologyTestDriver driver = driver();
  private final TestInputTopic<byte[], byte[]> topic = driver.createInputTopic(Topics.DRUGS,
      new ByteArraySerializer(), new ByteArraySerializer());

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void keepsTheLatestOfEachDrug() {
    put("N02BE01", PARACETAMOL.toJson());
    assertThat(find("N02BE01"))
        .isEqualTo("\"known\":true,\"name\":\"Paracetamol\",\"atc\":\"N02BE01\"");
    put("N02BE01", new Drug("N02BE01", "Acetaminophen", null, null).toJson());
    assertThat(find("N02BE01")).isEqualTo("\"known\":true,\"name\":\"Acetaminophen\"");
    assertThat(drugs.size()).isEqualTo(1);
  }

  @Test
  void forgetsADrugWhoseValueIsNull() {
    put("N02BE01", PARACETAMOL.toJson());
    put("N02BE01", null);
    put("never-known", null);
    assertThat(find("N02BE01")).isNull();
    assertThat(metrics.badRecords()).isZero();
  }

  @Test
  void countsBadRecordsAndKeepsTheOldValue() {
    put("N02BE01", PARACETAMOL.toJson());
    for (String bad : new String[]{"", "{", "null", "[]", "5", "{\"drugId\":\"N02BE01\"}",
      "{\"drugId\":\"N02BE01\",\"name\":\"\"}", "{\"drugId\":\"n02be01\",\"name\":\"x\"}",
      "{\"drugId\":\"N02BE01\",\"name\":\"x\",\"atc\":\"\\u0000\"}", "[".repeat(100_000)}) {
      put("N02BE01", bad.getBytes(UTF_8));
    }
    put(null, PARACETAMOL.toJson());
    assertThat(metrics.badRecords()).isEqualTo(11);
    assertThat(find("N02BE01")).contains("Paracetamol");
  }

  @Test
  void givesTheGlobalStoreToStreams() {
    assertThat(driver.getAllStateStores().get(DrugTopology.STORE)).isNotNull()
        .satisfies(store -> {
          assertThat(store.isOpen()).isTrue();
          assertThat(store.persistent()).isFalse();
        });
  }

  @Test
  void measuresSizeLookupsAndBadRecords() {
    var registry = new SimpleMeterRegistry();
    metrics.bindTo(registry);
    put("N02BE01", PARACETAMOL.toJson());
    put("x", PARACETAMOL.toJson());
    assertThat(registry.get("epro.drugs.size").gauge().value()).isEqualTo(1);
    assertThat(registry.get("epro.drugs.bad.records").functionCounter().count()).isEqualTo(1);
    assertThat(registry.get("epro.drugs.lookups").tag("result", "miss").functionCounter().count())
        .isZero();
  }

  private void put(@Nullable String key, byte @Nullable [] value) {
    pipe(key == null ? null : key.getBytes(UTF_8), value);
  }

  // Kafka's classes say nothing of null, but both may be null here.
  @SuppressWarnings("NullAway")
  private void pipe(byte @Nullable [] key, byte @Nullable [] value) {
    topic.pipeInput(key, value);
  }

  private @Nullable String find(String id) {
    byte[] found = drugs.find(id.getBytes(UTF_8), 0, id.length());
    return found == null ? null : new String(found, UTF_8);
  }

  private TopologyTestDriver driver() {
    var topology = new Topology();
    DrugTopology.addTo(topology, Topics.DRUGS, drugs, metrics);
    var config = new Properties();
    config.put("application.id", "drugs-test");
    config.put("bootstrap.servers", "none:1");
    return new TopologyTestDriver(topology, config);
  }
}
