package io.epro.bench.flink;

import io.epro.bench.peer.RawReport;
import io.epro.bench.peer.ReportRow;
import io.epro.bench.peer.ReportRows;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** From a raw record with the gateway's headers to a row: validated and enriched. Each subtask has its own. */
final class ToReportRow implements KafkaRecordDeserializationSchema<ReportRow> {
  private static final long serialVersionUID = 1;

  private final String drugs;
  private transient @Nullable ReportRows rows;

  /** @param drugs the dictionary's file */
  ToReportRow(String drugs) {
    this.drugs = drugs;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) throws IOException {
    rows = new ReportRows(Path.of(drugs));
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ReportRow> out)
      throws IOException {
    if (rows == null) {
      throw new IllegalStateException("not open");
    }
    out.collect(rows.row(new RawReport(record.value(), header(record, "report-id"),
        header(record, "received-at"), record.partition(), record.offset())));
  }

  private static byte[] header(ConsumerRecord<byte[], byte[]> record, String name)
      throws IOException {
    var header = record.headers().lastHeader(name);
    if (header == null) {
      throw new IOException("a record without the header " + name);
    }
    return header.value();
  }

  @Override
  public TypeInformation<ReportRow> getProducedType() {
    return TypeInformation.of(ReportRow.class);
  }
}
