package io.epro.processor.intake;

import io.epro.processor.sink.Batch;
import io.epro.processor.sink.EncodedRows;
import io.epro.processor.sink.EnrichedReport;
import io.epro.processor.sink.EnrichedTopic;
import io.epro.processor.sink.RowOutcome;
import io.epro.processor.sink.SourceRecord;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of enriched reports, on a stream thread's own producer. A report that the topic refuses as too large
 * is left out and logged: it is stored, and must not block its partition.
 */
public final class KafkaEnrichedTopic implements EnrichedTopic {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaEnrichedTopic.class);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Duration ackTimeout;

  /** @param ackTimeout for all reports of a batch together */
  public KafkaEnrichedTopic(Producer<byte[], byte[]> producer, String topic,
      Duration ackTimeout) {
    this.producer = producer;
    this.topic = topic;
    this.ackTimeout = ackTimeout;
  }

  @Override
  public void publish(Batch batch, RowOutcome outcome) {
    Acknowledged.within(ackTimeout, producer, "enriched reports into " + topic, sends -> {
      publish(batch.fresh(), outcome, sends);
      publish(batch.suspects(), outcome, sends);
    });
  }

  private void publish(EncodedRows rows, RowOutcome outcome, Acknowledged sends)
      throws InterruptedException, ExecutionException, TimeoutException {
    var sent = new ArrayList<Future<?>>(rows.size());
    var which = new ArrayList<Integer>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      if (outcome.all() || outcome.stored(rows.partition(row), rows.offset(row))) {
        sent.add(sends.send(record(rows, row)));
        which.add(row);
      }
    }
    for (int i = 0; i < sent.size(); i++) {
      if (sends.tooLarge(sent.get(i))) {
        int row = which.get(i);
        LOG.atWarn().addKeyValue("topic", topic).addKeyValue("partition", rows.partition(row))
            .addKeyValue("offset", rows.offset(row))
            .addKeyValue("traceId", rows.source(row).trace())
            .log(
                "An enriched report is too large for its topic and was left out; raise max.message.bytes");
      }
    }
  }

  private ProducerRecord<byte[], byte[]> record(EncodedRows rows, int row) {
    SourceRecord source = rows.source(row);
    var record = new ProducerRecord<byte[], byte[]>(topic,
        rows.patientId(row).getBytes(StandardCharsets.US_ASCII), EnrichedReport.json(rows, row));
    record.headers()
        .add(ReportHeaders.REPORT_ID,
            ReportId.toBytes(Objects.requireNonNull(source.reportId(), "every row has one")))
        .add(ReportHeaders.CONTENT_SHA256, source.sha256())
        .add(ReportHeaders.RECEIVED_AT, ReportHeaders.encode(source.receivedAt()));
    var trace = source.trace();
    if (trace != null) {
      record.headers().add(ReportHeaders.TRACE_ID, trace.getBytes(StandardCharsets.US_ASCII));
    }
    return record;
  }
}
