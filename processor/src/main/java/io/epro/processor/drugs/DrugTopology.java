package io.epro.processor.drugs;

import io.epro.processor.enrich.ShardedDrugStore;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;

/** Where the dictionary joins the topology. */
public final class DrugTopology {
  /** The global store's name. */
  public static final String STORE = "drugs";

  private DrugTopology() {}

  /**
   * Has Streams fill the table from the topic: completely before {@code KafkaStreams.start()} lets a
   * stream thread run, and from then on as records come. Stream threads read the very table given
   * here; they need not ask Streams for the store.
   *
   * @param drugs empty, and for this topology alone: another one's global thread may outlast it, and
   *     nobody else may write
   * @param metrics tell of these drugs from now on
   */
  public static void addTo(Topology topology, String topic, ShardedDrugStore drugs,
      DrugMetrics metrics) {
    metrics.shows(drugs);
    topology.addGlobalStore(new DrugStoreBuilder(STORE, drugs), "drugs-source",
        new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic, "drugs-processor",
        () -> new DrugProcessor(drugs, metrics));
  }
}
