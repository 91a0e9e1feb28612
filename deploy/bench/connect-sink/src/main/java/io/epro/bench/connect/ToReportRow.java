package io.epro.bench.connect;

import io.epro.bench.peer.RawReport;
import io.epro.bench.peer.ReportRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * From a raw record (bytes, with the gateway's headers as bytes) to a row: validated and enriched. Its key
 * is left out, as the table's key is among the columns, and so are the headers, of each of which Debezium
 * would make a struct. Each task has its own.
 */
public final class ToReportRow implements Transformation<SinkRecord> {
  private static final String DRUGS = "drugs";

  private @Nullable ReportRows rows;

  @Override
  public ConfigDef config() {
    return new ConfigDef().define(DRUGS, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH,
        "the dictionary, a CSV file");
  }

  @Override
  public void configure(Map<String, ?> settings) {
    try {
      rows = new ReportRows(Path.of(String.valueOf(settings.get(DRUGS))));
    } catch (IOException e) {
      throw new DataException("the dictionary cannot be read", e);
    }
  }

  @Override
  public SinkRecord apply(SinkRecord record) {
    if (rows == null) {
      throw new IllegalStateException("not configured");
    }
    try {
      var row = rows.row(new RawReport((byte[]) record.value(), header(record, "report-id"),
          header(record, "received-at"), record.kafkaPartition(), record.kafkaOffset()));
      return record.newRecord(record.topic(), record.kafkaPartition(), null, null,
          ReportSchema.SCHEMA, ReportSchema.struct(row), record.timestamp(), new ConnectHeaders());
    } catch (IOException e) {
      throw new DataException("no report", e);
    }
  }

  private static byte[] header(SinkRecord record, String name) {
    var header = record.headers().lastWithName(name);
    if (header == null) {
      throw new DataException("a record without the header " + name);
    }
    return (byte[]) header.value();
  }

  @Override
  public void close() {
    rows = null;
  }
}
