package io.epro.bench.micro;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleDictionary;
import io.epro.bench.sample.SampleReports;
import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.enrich.DrugFragment;
import io.epro.processor.enrich.EnrichedReport;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import io.epro.processor.sink.CopyBuffer;
import io.epro.processor.sink.ReportEncoder;
import io.epro.processor.sink.Row;
import io.epro.processor.sink.SourceRecord;
import io.epro.processor.validate.Report;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.epro.processor.validate.Verdict;
import io.epro.report.ReportId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One report through our stages, without Kafka and Postgres: time and, by {@code gc.alloc.rate.norm},
 * bytes allocated. The hash is not part of all stages; databind into a map is there for the scale.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReportStagesBench {
  private static final int REPORTS = 4096;
  private static final int BUFFER = 4 << 20;
  private static final byte[] SHA256 = new byte[32];

  private final Sample[] samples = new Sample[REPORTS];
  private final UUID[] ids = new UUID[REPORTS];
  private final Report[] reports = new Report[REPORTS];
  private final EnrichedReport[] enriched = new EnrichedReport[REPORTS];
  private final ReportValidator validator = new ReportValidator(
      Rules.from(Settings.load(ProcessorSettings.class, Optional.empty()).rules()));
  private final Enricher enricher;
  private final CopyBuffer rows = new CopyBuffer(BUFFER + 4096);
  private final MessageDigest sha256 = sha256();
  private final ObjectMapper databind = new ObjectMapper();
  private int next;

  public ReportStagesBench() {
    var drugs = new ShardedDrugStore();
    SampleDictionary.drugs().forEach(drug -> drugs
        .put(drug.drugId().getBytes(StandardCharsets.UTF_8), DrugFragment.of(drug)));
    enricher = new Enricher(drugs, new LookupCounts());
    var source = new SampleReports(1, 20_000);
    for (int i = 0; i < REPORTS; i++) {
      samples[i] = source.next();
      ids[i] = ReportId.ofBody(samples[i].patientId(), samples[i].body(), samples[i].timestamp());
      reports[i] = report(i);
      enriched[i] = enricher.enrich(reports[i]);
    }
  }

  @Benchmark
  public int allStages() {
    int i = advance();
    return encode(i, enricher.enrich(report(i)));
  }

  @Benchmark
  public Verdict validate() {
    return verdict(advance());
  }

  @Benchmark
  public byte[] hash() {
    return sha256.digest(samples[advance()].body());
  }

  @Benchmark
  public EnrichedReport enrich() {
    return enricher.enrich(reports[advance()]);
  }

  @Benchmark
  public int encode() {
    int i = advance();
    return encode(i, enriched[i]);
  }

  @Benchmark
  public Map<?, ?> databindIntoMap() throws IOException {
    return databind.readValue(samples[advance()].body(), Map.class);
  }

  private int encode(int i, EnrichedReport report) {
    if (rows.size() > BUFFER) {
      rows.truncate(0);
    }
    var sample = samples[i];
    var source = new SourceRecord(0, i, null, sample.body(), ids[i], SHA256, sample.timestamp());
    ReportEncoder.encode(new Row(source, ids[i], report), rows);
    return rows.size();
  }

  private Report report(int i) {
    return switch (verdict(i)) {
      case Verdict.Valid(var report) -> report;
      case Verdict.Invalid invalid -> throw new IllegalStateException(invalid.toString());
    };
  }

  private Verdict verdict(int i) {
    return validator.validate(samples[i].body(), samples[i].timestamp());
  }

  private int advance() {
    return next++ & (REPORTS - 1);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
