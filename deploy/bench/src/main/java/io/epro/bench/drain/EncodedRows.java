package io.epro.bench.drain;

import io.epro.bench.sample.SampleDictionary;
import io.epro.processor.enrich.DrugFragment;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import io.epro.processor.sink.CopyBuffer;
import io.epro.processor.sink.ReportEncoder;
import io.epro.processor.sink.Row;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Verdict;
import io.epro.topics.ReportHeaders;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads one lane of the backlog and writes its rows to a file, as the processor encodes them and in
 * batches of as many rows: for each batch the length in bytes and the number of rows, both int32, then
 * the rows. Retries are left out.
 */
final class EncodedRows {
  private static final int BATCH_ROWS = 4000;

  private final ReportValidator validator;
  private final Enricher enricher;
  private final Set<UUID> seen = new HashSet<>();
  private final boolean retries;
  private final CopyBuffer rows = new CopyBuffer(4 << 20);
  private final Row row = new Row();
  private int count;

  /** @param retries whether the backlog holds any */
  EncodedRows(Rules rules, boolean retries) {
    this.validator = new ReportValidator(rules);
    this.enricher = new Enricher(sampleDrugs(), new LookupCounts());
    this.retries = retries;
  }

  static ShardedDrugStore sampleDrugs() {
    var store = new ShardedDrugStore();
    SampleDictionary.drugs().forEach(drug -> store
        .put(drug.drugId().getBytes(StandardCharsets.UTF_8), DrugFragment.of(drug)));
    return store;
  }

  void write(Lane lane, Path file) throws IOException {
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      while (!lane.atEnd()) {
        for (var record : lane.poll()) {
          add(record);
          if (count == BATCH_ROWS) {
            flush(out);
          }
        }
      }
      flush(out);
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    long receivedAt = ReportHeaders.receivedAt(record.headers()).orElseThrow();
    UUID id = ReportHeaders.reportId(record.headers()).orElseThrow();
    if (retries && !seen.add(id)) {
      return;
    }
    row.begin(record.partition(), record.offset(), record.key(), record.value(), receivedAt);
    row.reportId(id);
    System.arraycopy(Backlog.sha256(record.value()), 0, row.sha256(), 0, row.sha256().length);
    switch (validator.validate(record.value(), receivedAt)) {
      case Verdict.Valid(var report) -> {
        row.report(report);
        row.enrichment(enricher.enrich(report));
        ReportEncoder.encode(row, rows);
        count++;
      }
      case Verdict.Invalid invalid ->
        throw new IllegalStateException("the backlog holds an invalid report: " + invalid);
    }
  }

  private void flush(DataOutputStream out) throws IOException {
    if (count > 0) {
      out.writeInt(rows.size());
      out.writeInt(count);
      out.write(rows.array(), 0, rows.size());
      rows.truncate(0);
      count = 0;
    }
  }
}
