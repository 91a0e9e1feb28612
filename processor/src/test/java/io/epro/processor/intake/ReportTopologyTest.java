package io.epro.processor.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import io.epro.processor.erase.Erasures;
import io.epro.processor.erase.Register;
import io.epro.processor.ledger.Advance;
import io.epro.processor.ledger.Cursors;
import io.epro.processor.ledger.Ledger;
import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.ledger.SourceLog;
import io.epro.processor.sink.Batch;
import io.epro.processor.sink.BatchWriter;
import io.epro.processor.sink.CopiedRow;
import io.epro.processor.sink.InternalErrors;
import io.epro.processor.sink.Outages;
import io.epro.processor.sink.Rejection;
import io.epro.processor.sink.ReportStore;
import io.epro.processor.sink.RowOutcome;
import io.epro.processor.sink.RowWays;
import io.epro.processor.sink.SinkInputs;
import io.epro.processor.sink.SinkLimits;
import io.epro.processor.sink.SinkMetrics;
import io.epro.processor.sink.SinkSurroundings;
import io.epro.processor.sink.StoreTransaction;
import io.epro.processor.sink.Tally;
import io.epro.processor.sink.ThreadBatch;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.report.ReportId;
import io.epro.report.TestReports;
import io.epro.topics.ReportHeaders;
import io.epro.topics.TraceParent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the topology makes of records that anyone may have published. */
class ReportTopologyTest {
  private static final String BODY = TestReports.report("P-1", TestReports.TIMESTAMP);

  private final Recorder recorder = new Recorder();
  private final TopologyTestDriver driver = new TopologyTestDriver(topology(), new Properties());
  private final TestInputTopic<byte[], byte[]> raw = driver.createInputTopic("raw",
      new ByteArraySerializer(), new ByteArraySerializer());

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void anIdIsDerivedWhereTheHeaderLacks() {
    send(new RecordHeaders());
    assertThat(onlyRow().reportId())
        .isEqualTo(ReportId.ofBody("P-1", BODY.getBytes(UTF_8), TestReports.TIMESTAMP));
  }

  @Test
  void theHeadersIdIsTaken() {
    UUID id = ReportId.ofKey("P-1", UUID.randomUUID());
    send(new RecordHeaders().add(ReportHeaders.REPORT_ID, ReportId.toBytes(id)));
    assertThat(onlyRow().reportId()).isEqualTo(id);
  }

  @Test
  void aHashInAHeaderIsNotBelieved() {
    send(new RecordHeaders().add(ReportHeaders.CONTENT_SHA256, new byte[32]));
    assertThat(onlyRow().source().sha256()).isNotEqualTo(new byte[32]);
  }

  @Test
  void theTraceUnderWhichItWasSentGoesAlong() {
    send(new RecordHeaders().add(ReportHeaders.TRACEPARENT,
        TraceParent.of(SinkInputs.TRACE, 7)));
    assertThat(onlyRow().source().traceId()).isEqualTo(SinkInputs.TRACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00-4bf92f3577b34da6a3ce929d0e0e4736",
    "00-00000000000000000000000000000000-00f067aa0ba902b7-01"})
  void whatIsNoTraceIsIgnored(String header) {
    send(new RecordHeaders().add(ReportHeaders.TRACEPARENT, header.getBytes(UTF_8)));
    assertThat(onlyRow().source().traceId()).isNull();
  }

  @Test
  void aReportWithoutATraceDoesNotGetThatOfTheOneBefore() {
    send(new RecordHeaders().add(ReportHeaders.TRACEPARENT,
        TraceParent.of(SinkInputs.TRACE, 7)));
    send(new RecordHeaders());
    assertThat(recorder.rows).extracting(row -> row.source().traceId())
        .containsExactly(SinkInputs.TRACE, null);
  }

  @Test
  void aRejectionKeepsItsTrace() {
    raw.pipeInput(new TestRecord<>(null, "{".getBytes(UTF_8), new RecordHeaders()
        .add(ReportHeaders.TRACEPARENT, TraceParent.of(SinkInputs.TRACE, 7)), 0L));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(recorder.rejections).singleElement()
        .satisfies(kept -> assertThat(kept.source().traceId()).isEqualTo(SinkInputs.TRACE));
  }

  @Test
  void aReceiptTimeBeyondAllCalendarsIsBounded() {
    send(new RecordHeaders().add(ReportHeaders.RECEIVED_AT, ReportHeaders.encode(Long.MAX_VALUE)));
    assertThat(onlyRow().source().receivedAt()).isEqualTo(253_402_300_799_999L);
  }

  @Test
  void aRecordWithoutKeyAndValueIsRejectedNotLost() {
    raw.pipeInput(new TestRecord<byte[], byte[]>(null, null, new RecordHeaders(), 0L));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
    assertThat(recorder.rejections).singleElement().satisfies(rejection -> {
      assertThat(rejection.reasons().getFirst().code().code()).isEqualTo("malformed_json");
      assertThat(rejection.source().value()).isNull();
    });
  }

  @Test
  void aRecordAtWhichOurOwnCodeThrowsIsRejectedAloneAtWhateverStage() {
    for (String bomb : List.of("in validate", "too deep", "in enrich")) {
      var body = TestReports.report("P-1", TestReports.TIMESTAMP).replace("N02BE01", bomb);
      raw.pipeInput(new TestRecord<>("P-1".getBytes(UTF_8), body.getBytes(UTF_8), null,
          TestReports.TIMESTAMP + 1000));
    }
    send(new RecordHeaders());
    assertThat(recorder.rejections).hasSize(3).allSatisfy(rejection -> {
      assertThat(rejection.reasons().getFirst().code().code()).isEqualTo("internal_error");
      assertThat(new String(rejection.source().value(), UTF_8)).contains("\"patientId\":\"P-1\"");
    });
    assertThat(recorder.rows).hasSize(1);
  }

  private void send(Headers headers) {
    raw.pipeInput(new TestRecord<>("P-1".getBytes(UTF_8), BODY.getBytes(UTF_8), headers,
        TestReports.TIMESTAMP + 1000));
    driver.advanceWallClockTime(Duration.ofSeconds(1));
  }

  private CopiedRow onlyRow() {
    assertThat(recorder.rejections).isEmpty();
    assertThat(recorder.rows).hasSize(1);
    return recorder.rows.getFirst();
  }

  private Topology topology() {
    var errors = new InternalErrors(new SimpleMeterRegistry(), System::nanoTime);
    var around = new SinkSurroundings(
        new SinkLimits(10, 1 << 16, Duration.ZERO, Duration.ofSeconds(1), 0), recorder,
        new SinkMetrics(new SimpleMeterRegistry(), InstantSource.system()), errors,
        Erasures.of(Register.EMPTY), System::nanoTime);
    var batch = new ThreadBatch(new BatchWriter(recorder, _ -> {}),
        new Cursors(recorder, recorder), around);
    var rules = Rules.from(Settings.load(ProcessorSettings.class, Map.of()).rules());
    return ReportTopology.addTo(new Topology(), "raw",
        new ReportTopology.Stages(() -> Sabotage.of(new ReportValidator(rules)),
            () -> new Enricher(Sabotage.of(new ShardedDrugStore()), new LookupCounts()),
            () -> batch, errors, Admission.ALL),
        Duration.ofMillis(100));
  }

  /** Everything behind the sink: takes all, remembers it, never fails. */
  private static final class Recorder
      implements
      ReportStore,
      StoreTransaction,
      Ledger,
      SourceLog,
      Outages {
    private final List<CopiedRow> rows = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();

    @Override
    public StoreTransaction begin() {
      return this;
    }

    @Override
    public Map<Integer, Long> lock(Collection<Advance> advances) {
      return advances.stream()
          .collect(Collectors.toMap(Advance::partition, Advance::expected));
    }

    @Override
    public long register() {
      return 0;
    }

    @Override
    public RowOutcome storeRows(Batch batch) {
      rows.addAll(CopiedRow.of(batch.fresh()));
      rows.addAll(CopiedRow.of(batch.suspects()));
      return new RowOutcome(Set.of(), List.of(), new RowWays(0, 0, 0));
    }

    @Override
    public void storeRejections(List<Rejection> rejected) {
      rejections.addAll(rejected);
    }

    @Override
    public void advance(Collection<Advance> advances, List<Tally> tallies) {}

    @Override
    public void commit() {}

    @Override
    public void close() {}

    @Override
    public OptionalLong nextOffset(int partition) {
      return OptionalLong.of(0);
    }

    @Override
    public long open(int partition, long firstOffset) {
      return firstOffset;
    }

    @Override
    public long beginning(int partition) {
      return 0;
    }

    @Override
    public boolean holdsRecord(int partition, long from, long to) {
      return false;
    }

    @Override
    public void waiting(OutageException outage) {}

    @Override
    public void over() {}

    @Override
    public void pause(OutageException outage) {}

    @Override
    public void rewind(String reason) {}

    @Override
    public void refuse(LedgerFault fault) {}

    @Override
    public boolean awaitStop(Duration atMost) {
      return true;
    }
  }
}
