package io.epro.processor.intake;

import io.epro.processor.sink.Judged;
import io.epro.processor.sink.Passed;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.Row;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The first node: reads and judges the report, and sends it on to be enriched, or straight to the sink as
 * a rejection.
 */
final class ValidateNode implements Processor<byte[], RawReport, byte[], Object> {
  private final Reading reading;
  private final Admission admission;
  private @Nullable ProcessorContext<byte[], Object> context;

  ValidateNode(Reading reading, Admission admission) {
    this.reading = reading;
    this.admission = admission;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], RawReport> record) {
    if (context == null) {
      throw new IllegalStateException("process before init");
    }
    var at = context.recordMetadata()
        .orElseThrow(() -> new IllegalStateException("a source record has coordinates"));
    // What forward throws is not the record's fault, so it stands outside the reading.
    var input = reading.of(at.partition(), at.offset(), record.key(), record.value(),
        record.timestamp());
    switch (admission.of(input)) {
      case PROCESS -> forward(record, input, context);
      case PASS -> context.forward(
          record.withValue(new Passed(at.partition(), at.offset())), ReportTopology.SINK);
      case DROP -> {
      }
    }
  }

  private static void forward(Record<byte[], RawReport> record, Judged input,
      ProcessorContext<byte[], Object> context) {
    switch (input) {
      case Row valid -> context.forward(record.withValue(valid), ReportTopology.ENRICH);
      case Rejection rejection ->
        context.forward(record.withValue(rejection), ReportTopology.SINK);
    }
  }
}
