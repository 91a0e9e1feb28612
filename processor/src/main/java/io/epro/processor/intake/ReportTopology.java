package io.epro.processor.intake;

import io.epro.processor.enrich.Enricher;
import io.epro.processor.sink.ThreadBatch;
import io.epro.processor.validate.ReportValidator;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/** The way of a record, as Streams runs it: source, validate, enrich, sink. */
public final class ReportTopology {
  static final String SOURCE = "raw";
  static final String VALIDATE = "validate";
  static final String ENRICH = "enrich";
  static final String SINK = "sink";

  private ReportTopology() {}

  /**
   * Adds the report stages to a topology that already holds the drug store.
   *
   * @param validators makes one for each task, as do {@code enrichers}
   * @param batches gives the batch of the thread that asks
   */
  public static Topology addTo(Topology topology, String rawTopic,
      Supplier<ReportValidator> validators, Supplier<Enricher> enrichers,
      Supplier<ThreadBatch> batches, Duration flushInterval) {
    return topology
        .addSource(AutoOffsetReset.earliest(), SOURCE, new ArrivalTime(),
            new ByteArrayDeserializer(), new RawReport.Reader(), rawTopic)
        .addProcessor(VALIDATE, () -> new ValidateNode(validators.get()), SOURCE)
        .addProcessor(ENRICH, () -> new EnrichNode(enrichers.get()), VALIDATE)
        .addProcessor(SINK, () -> new SinkNode(batches, flushInterval), VALIDATE, ENRICH);
  }
}
