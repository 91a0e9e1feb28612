package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.ProcessorSettings.GroupProtocol;
import io.epro.report.TestReports;
import io.epro.topics.ReportHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Stored reports in a topic of their own, where that is turned on. */
class EnrichedTopicIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** A row as the topic must tell it. */
  private static final String ROWS = """
      select jsonb_strip_nulls(jsonb_build_object(
        'patientId', patient_id, 'reportId', report_id,
        'timestamp', (extract(epoch from reported_at) * 1000)::bigint,
        'vitals', nullif(jsonb_strip_nulls(jsonb_build_object(
          'heartRate', heart_rate, 'temp', temperature)), '{}'),
        'symptoms', to_jsonb(symptoms), 'medications', medications,
        'unknownDrugs', unknown_drugs,
        'receivedAt', (extract(epoch from received_at) * 1000)::bigint))::text
      from epro.report
      """;
  private static final String BEGIN = "{\"patientId\":\"P-1\",\"timestamp\":";

  @Test
  void everyStoredReportIsThereAsItsRowSaysAndNothingElse() throws Exception {
    try (var pipeline = new TestPipeline(GroupProtocol.STREAMS, Map.of("processor.threads", "1"))) {
      var topics = pipeline.topics();
      String enriched = topics.raw() + ".enriched";
      pipeline.set("processor.topics.enriched", enriched);
      pipeline.start().awaitReady();
      topics.publish(0, "P-1", Samples.reports("P-1", 0, 20));
      topics.publish(0, "P-1", Samples.report("P-1", 3), "no json",
          BEGIN + (TestReports.TIMESTAMP + 900) + "}",
          BEGIN + (TestReports.TIMESTAMP + 901)
              + ",\"vitals\":{\"temp\":38.25},\"symptoms\":[],\"medications\":[]}",
          BEGIN + (TestReports.TIMESTAMP + 902) + ",\"vitals\":{},\"symptoms\":[\"m\u00fcde\","
              + "\"\\\"odd\\\" \\u20ac\"],\"medications\":[{\"drugId\":\"D\\\"1\",\"doseMg\":0.5}]}");
      var id = UUID.randomUUID();
      topics.publishWithId(1, "P-3", id, Samples.report("P-3", 1));
      topics.publishWithId(1, "P-3", id, Samples.report("P-3", 2));
      pipeline.awaitApplied(27);
      pipeline.books().assertBalance(24, 1, 2);

      var told = new HashMap<String, JsonNode>();
      for (var record : topics.read(enriched, 24)) {
        var report = JSON.readTree(record.value());
        assertThat(new String(record.key(), StandardCharsets.US_ASCII))
            .isEqualTo(report.get("patientId").asText());
        assertThat(ReportHeaders.reportId(record.headers()))
            .hasValue(UUID.fromString(report.get("reportId").asText()));
        assertThat(told.put(report.get("reportId").asText(), report)).isNull();
      }
      var stored = new HashMap<String, JsonNode>();
      for (var row : pipeline.books().texts(ROWS)) {
        var report = JSON.readTree(row);
        stored.put(report.get("reportId").asText(), report);
      }
      assertThat(stored).hasSize(24);
      assertThat(told).isEqualTo(stored);
    }
  }

  @UnderBothProtocols
  void whileItsTopicIsAwayNothingIsStored(GroupProtocol protocol) throws Exception {
    try (var pipeline = new TestPipeline(protocol, Map.of("processor.sink.block-limit", "1s"))) {
      var topics = pipeline.topics();
      String enriched = topics.raw() + ".enriched";
      pipeline.set("processor.topics.enriched", enriched);
      pipeline.start().awaitReady();
      topics.delete(enriched);
      topics.publish(0, "P-1", Samples.reports("P-1", 0, 3));
      await("given up").atMost(TestPipeline.PATIENCE).until(pipeline::paused);
      assertThat(pipeline.assembly().ready().reasons())
          .anySatisfy(reason -> assertThat(reason).contains(enriched));
      await("paused for as long as it is away").during(Duration.ofSeconds(2))
          .atMost(TestPipeline.PATIENCE).until(pipeline::paused);
      assertThat(pipeline.books().count("select count(*) from epro.report")).isZero();

      topics.create(enriched);
      pipeline.awaitApplied(3);
      assertThat(topics.read(enriched, 3)).hasSize(3);
      pipeline.awaitCommitted();
    }
  }
}
