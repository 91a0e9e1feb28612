package io.epro.processor.intake;

import io.epro.processor.enrich.Enricher;
import io.epro.processor.sink.InternalErrors;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.Row;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The second node: adds what the dictionary knows of the report's medicines. */
final class EnrichNode implements Processor<byte[], Object, byte[], Object> {
  private final Enricher enricher;
  private final InternalErrors errors;
  private @Nullable ProcessorContext<byte[], Object> context;

  EnrichNode(Enricher enricher, InternalErrors errors) {
    this.enricher = enricher;
    this.errors = errors;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], Object> record) {
    if (context == null || !(record.value() instanceof Row row)) {
      throw new IllegalStateException("only valid reports come here, after init");
    }
    Rejection failure = enrich(row);
    context.forward(failure == null ? record : record.withValue(failure));
  }

  /** Around the work on this record alone: what forward throws is not the record's fault. */
  private @Nullable Rejection enrich(Row row) {
    try {
      row.enrichment(enricher.enrich(row.report()));
      return null;
    } catch (RuntimeException | StackOverflowError e) {
      return errors.reject(row, InternalErrors.Stage.ENRICH, e);
    }
  }
}
