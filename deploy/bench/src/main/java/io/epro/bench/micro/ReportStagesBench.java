package io.epro.bench.micro;

import io.epro.bench.sample.Sample;
import io.epro.bench.sample.SampleDictionary;
import io.epro.bench.sample.SampleReports;
import io.epro.config.Settings;
import io.epro.drug.Drug;
import io.epro.processor.ProcessorSettings;
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
import io.epro.report.ReportId;
import io.epro.topics.TraceParent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One report through our stages, without Kafka and Postgres: time and, by {@code gc.alloc.rate.norm},
 * bytes allocated. {@code allStages} is validate, enrich and encode; {@code withHash} what the pipeline does
 * for each record beyond that, {@code withTrace} for each that was sent under a trace. {@code plain} is the same work by databind into records, a map of drugs and
 * databind again.
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

  /**
   * The sample's reports, which have up to 3 symptoms and 4 medications; as many of both as the rules allow;
   * a symptom with an escape, which the quick reading leaves to the parser.
   */
  public enum Shape {
    SAMPLE, FULL, ESCAPED
  }

  @Param({"SAMPLE", "FULL", "ESCAPED"})
  private Shape shape = Shape.SAMPLE;

  private final byte[][] bodies = new byte[REPORTS][];
  private final byte[] traceParent = TraceParent.of(new UUID(1, 2), 3);
  private final UUID[] ids = new UUID[REPORTS];
  private final ReportValidator validator = new ReportValidator(
      Rules.from(Settings.load(ProcessorSettings.class, Optional.empty()).rules()));
  private final Map<String, Drug> drugs = new HashMap<>();
  private final Enricher enricher;
  private final Row row = new Row();
  private final CopyBuffer rows = new CopyBuffer(BUFFER + (64 << 10));
  private final MessageDigest sha256 = sha256();
  private final PlainStages plain = new PlainStages(drugs);
  private int next;

  public ReportStagesBench() {
    var store = new ShardedDrugStore();
    SampleDictionary.drugs().forEach(drug -> {
      drugs.put(drug.drugId(), drug);
      store.put(drug.drugId().getBytes(StandardCharsets.UTF_8), DrugFragment.of(drug));
    });
    enricher = new Enricher(store, new LookupCounts());
  }

  @Setup
  public void reports() {
    var source = new SampleReports(1, 20_000);
    for (int i = 0; i < REPORTS; i++) {
      Sample sample = source.next();
      bodies[i] = switch (shape) {
        case SAMPLE -> sample.body();
        case FULL -> Shapes.full(sample);
        case ESCAPED -> Shapes.escaped(sample);
      };
      ids[i] = ReportId.ofBody(sample.patientId(), bodies[i], sample.timestamp());
    }
  }

  @Benchmark
  public int allStages() {
    int i = advance();
    begin(i);
    return encode(i);
  }

  @Benchmark
  public int withHash() throws DigestException {
    int i = advance();
    begin(i);
    sha256.update(bodies[i]);
    sha256.digest(row.sha256(), 0, row.sha256().length);
    return encode(i);
  }

  /** Read from its header, as the pipeline does it. */
  @Benchmark
  public int withTrace() {
    int i = advance();
    begin(i);
    if (TraceParent.isValid(traceParent)) {
      row.trace(TraceParent.high(traceParent), TraceParent.low(traceParent));
    }
    return encode(i);
  }

  @Benchmark
  public Verdict validate() {
    return verdict(advance());
  }

  @Benchmark
  public byte[] plain() throws IOException {
    return plain.row(bodies[advance()]);
  }

  private void begin(int i) {
    row.begin(0, i, null, bodies[i], SampleReports.FIRST_MILLIS);
    row.reportId(ids[i]);
  }

  private int encode(int i) {
    if (rows.size() > BUFFER) {
      rows.truncate(0);
    }
    return switch (verdict(i)) {
      case Verdict.Valid(var report) -> {
        row.report(report);
        row.enrichment(enricher.enrich(report));
        ReportEncoder.encode(row, rows);
        yield rows.size();
      }
      case Verdict.Invalid invalid -> throw new IllegalStateException(invalid.toString());
    };
  }

  private Verdict verdict(int i) {
    return validator.validate(bodies[i], SampleReports.FIRST_MILLIS);
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
