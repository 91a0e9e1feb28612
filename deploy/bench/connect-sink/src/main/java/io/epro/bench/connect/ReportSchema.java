package io.epro.bench.connect;

import io.debezium.data.Json;
import io.debezium.data.Uuid;
import io.debezium.time.ZonedTimestamp;
import io.epro.bench.peer.ReportRow;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;

/** A row as Debezium takes it: a field for each column, of the type that binds to the column's. */
final class ReportSchema {
  static final Schema SCHEMA = SchemaBuilder.struct().name("report")
      .field("patient_id", Schema.STRING_SCHEMA)
      .field("report_id", Uuid.schema())
      .field("reported_at", ZonedTimestamp.schema())
      .field("heart_rate", Schema.OPTIONAL_INT16_SCHEMA)
      .field("temperature", Schema.OPTIONAL_FLOAT64_SCHEMA)
      .field("symptoms", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
      .field("medications", Json.builder().optional().build())
      .field("unknown_drugs", Schema.INT16_SCHEMA)
      .field("received_at", ZonedTimestamp.schema())
      .field("source_partition", Schema.INT32_SCHEMA)
      .field("source_offset", Schema.INT64_SCHEMA)
      .field("content_sha256", Schema.BYTES_SCHEMA)
      .build();

  private ReportSchema() {}

  static Struct struct(ReportRow row) {
    var heartRate = row.heartRate();
    var symptoms = row.symptoms();
    return new Struct(SCHEMA)
        .put("patient_id", row.patientId())
        .put("report_id", row.id().toString())
        .put("reported_at", Instant.ofEpochMilli(row.reportedAt()).toString())
        .put("heart_rate", heartRate == null ? null : heartRate.shortValue())
        .put("temperature", row.temperature())
        .put("symptoms", symptoms == null ? null : Arrays.asList(symptoms))
        .put("medications", row.medications())
        .put("unknown_drugs", (short) row.unknownDrugs())
        .put("received_at", Instant.ofEpochMilli(row.receivedAt()).toString())
        .put("source_partition", row.partition())
        .put("source_offset", row.offset())
        .put("content_sha256", row.sha256());
  }
}
