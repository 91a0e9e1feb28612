package io.epro.bench.drain;

import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleDictionary;
import io.epro.processor.enrich.DrugFragment;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import io.epro.processor.sink.CopyBuffer;
import io.epro.processor.sink.ReportEncoder;
import io.epro.processor.sink.Row;
import io.epro.processor.sink.SourceRecord;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Verdict;
import io.epro.report.ReportId;
import io.epro.topics.ReportHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records as rows, as the processor encodes them and in batches of as many rows. Retries are left out.
 * Not thread-safe.
 */
public final class EncodedRows {
  private static final int BATCH_ROWS = 4000;

  private final ReportValidator validator;
  private final Enricher enricher;
  private final Set<UUID> seen = new HashSet<>();
  private final boolean retries;
  private final CopyBuffer rows = new CopyBuffer(4 << 20);
  private final Row row = new Row();
  private final Batches batches;
  private int count;

  /** Where the batches go. */
  public interface Batches {
    /** @param bytes to be read before this returns */
    void write(byte[] bytes, int length, int rows) throws IOException, SQLException;
  }

  /** @param retries whether there are any among the records */
  public EncodedRows(Rules rules, boolean retries, Batches batches) {
    this.validator = new ReportValidator(rules);
    this.enricher = new Enricher(sampleDrugs(), new LookupCounts());
    this.retries = retries;
    this.batches = batches;
  }

  static ShardedDrugStore sampleDrugs() {
    var store = new ShardedDrugStore();
    SampleDictionary.drugs().forEach(drug -> store
        .put(drug.drugId().getBytes(StandardCharsets.UTF_8), DrugFragment.of(drug)));
    return store;
  }

  void add(ConsumerRecord<byte[], byte[]> record) throws IOException, SQLException {
    UUID id = ReportHeaders.reportId(record.headers()).orElseThrow();
    if (!retries || seen.add(id)) {
      add(id, new SourceRecord(record.partition(), record.offset(), record.key(), record.value(),
          id, Backlog.sha256(record.value()),
          ReportHeaders.receivedAt(record.headers()).orElseThrow(), null));
    }
  }

  /** As if it had come from that place in the topic. */
  void add(Sample sample, int partition, long offset) throws IOException, SQLException {
    var id = ReportId.ofBody(sample.patientId(), sample.body(), sample.timestamp());
    add(id, new SourceRecord(partition, offset, sample.key(), sample.body(), id,
        Backlog.sha256(sample.body()), sample.timestamp() + Backlog.ON_THE_WAY_MILLIS, null));
  }

  /**
   * Adds a valid report's row.
   *
   * @throws IllegalStateException when the rules reject it
   */
  public void add(UUID id, SourceRecord source) throws IOException, SQLException {
    byte[] body = Objects.requireNonNull(source.value());
    row.begin(source.partition(), source.offset(), source.key(), body, source.receivedAt());
    row.reportId(id);
    System.arraycopy(source.sha256(), 0, row.sha256(), 0, row.sha256().length);
    switch (validator.validate(body, source.receivedAt())) {
      case Verdict.Valid(var report) -> {
        row.report(report);
        row.enrichment(enricher.enrich(report));
        ReportEncoder.encode(row, rows);
        if (++count == BATCH_ROWS) {
          flush();
        }
      }
      case Verdict.Invalid invalid ->
        throw new IllegalStateException("an invalid report: " + invalid);
    }
  }

  /** Writes what is left. */
  public void flush() throws IOException, SQLException {
    if (count > 0) {
      batches.write(rows.array(), rows.size(), count);
      rows.truncate(0);
      count = 0;
    }
  }
}
