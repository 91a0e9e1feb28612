package io.epro.processor.intake;

import io.epro.processor.enrich.Enricher;
import io.epro.processor.sink.InternalErrors;
import io.epro.processor.sink.ThreadBatch;
import io.epro.processor.validate.Judge;
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
   * What works at the records.
   *
   * @param judges makes one for each task, as do {@code enrichers}
   * @param batches gives the batch of the thread that asks
   * @param errors takes in the records at which one of them throws
   * @param admission which records are this pipeline's
   */
  public record Stages(Supplier<? extends Judge> judges, Supplier<Enricher> enrichers,
      Supplier<ThreadBatch> batches, InternalErrors errors, Admission admission) {}

  /** Adds the report stages to a topology that already holds the drug store. */
  public static Topology addTo(Topology topology, String rawTopic, Stages stages,
      Duration flushInterval) {
    return topology
        .addSource(AutoOffsetReset.earliest(), SOURCE, new ArrivalTime(),
            new ByteArrayDeserializer(), new RawReport.Reader(), rawTopic)
        .addProcessor(VALIDATE,
            () -> new ValidateNode(new Reading(stages.judges().get(), stages.errors()),
                stages.admission()),
            SOURCE)
        .addProcessor(ENRICH, () -> new EnrichNode(stages.enrichers().get(), stages.errors()),
            VALIDATE)
        .addProcessor(SINK, () -> new SinkNode(stages.batches(), flushInterval), VALIDATE, ENRICH);
  }
}
