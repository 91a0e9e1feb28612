package io.epro.processor.intake;

import io.epro.processor.enrich.Enricher;
import io.epro.processor.sink.Row;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The second node: adds what the dictionary knows of the report's medicines. */
final class EnrichNode implements Processor<byte[], Object, byte[], Object> {
  private final Enricher enricher;
  private @Nullable ProcessorContext<byte[], Object> context;

  EnrichNode(Enricher enricher) {
    this.enricher = enricher;
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
    row.enrichment(enricher.enrich(row.report()));
    context.forward(record);
  }
}
