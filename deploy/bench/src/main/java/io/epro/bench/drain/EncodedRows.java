package io.epro.bench.drain;

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
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;

/**
 * Rows as the processor encodes them, in batches of as many: for each batch the length in bytes and
 * the number of rows, both int32, then the rows. Not thread-safe.
 */
public final class EncodedRows {
  private static final int BATCH_ROWS = 4000;

  private final ReportValidator validator;
  private final Enricher enricher;
  private final CopyBuffer rows = new CopyBuffer(4 << 20);
  private final Row row = new Row();
  private int count;

  public EncodedRows(Rules rules) {
    this.validator = new ReportValidator(rules);
    this.enricher = new Enricher(sampleDrugs(), new LookupCounts());
  }

  static ShardedDrugStore sampleDrugs() {
    var store = new ShardedDrugStore();
    SampleDictionary.drugs().forEach(drug -> store
        .put(drug.drugId().getBytes(StandardCharsets.UTF_8), DrugFragment.of(drug)));
    return store;
  }

  /**
   * Adds a valid report's row; every 4000th writes a batch.
   *
   * @throws IllegalStateException when the rules reject it
   */
  public void add(SourceRecord source, UUID id, DataOutputStream out) throws IOException {
    byte[] body = Objects.requireNonNull(source.value());
    row.begin(source.partition(), source.offset(), source.key(), body, source.receivedAt());
    row.reportId(id);
    System.arraycopy(source.sha256(), 0, row.sha256(), 0, row.sha256().length);
    switch (validator.validate(body, source.receivedAt())) {
      case Verdict.Valid(var report) -> {
        row.report(report);
        row.enrichment(enricher.enrich(report));
        ReportEncoder.encode(row, rows);
      }
      case Verdict.Invalid invalid ->
        throw new IllegalStateException("an invalid report among the valid: " + invalid);
    }
    if (++count == BATCH_ROWS) {
      flush(out);
    }
  }

  /** Writes what is left as a smaller batch. */
  public void flush(DataOutputStream out) throws IOException {
    if (count > 0) {
      out.writeInt(rows.size());
      out.writeInt(count);
      out.write(rows.array(), 0, rows.size());
      rows.truncate(0);
      count = 0;
    }
  }
}
