package io.epro.bench.safeguards;

import io.epro.config.Settings;
import io.epro.observe.Metrics;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.drugs.DrugMetrics;
import io.epro.processor.drugs.DrugTopology;
import io.epro.processor.enrich.DrugLookup;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import io.epro.processor.intake.Admission;
import io.epro.processor.intake.BatchClientSupplier;
import io.epro.processor.intake.KafkaRejectTopic;
import io.epro.processor.intake.KafkaSourceLog;
import io.epro.processor.intake.OutageGate;
import io.epro.processor.intake.Pipeline;
import io.epro.processor.intake.ReportTopology;
import io.epro.processor.intake.StopSignal;
import io.epro.processor.intake.ThreadBatches;
import io.epro.processor.intake.TopicGuard;
import io.epro.processor.ledger.Cursors;
import io.epro.processor.ledger.Ledger;
import io.epro.processor.erase.Erasures;
import io.epro.processor.erase.Register;
import io.epro.processor.postgres.Database;
import io.epro.processor.postgres.ErasureTable;
import io.epro.processor.postgres.LedgerKey;
import io.epro.processor.postgres.PostgresLedger;
import io.epro.processor.postgres.PostgresReportStore;
import io.epro.processor.postgres.RejectionTable;
import io.epro.processor.sink.BatchWriter;
import io.epro.processor.sink.InternalErrors;
import io.epro.processor.sink.RejectTopic;
import io.epro.processor.sink.ReportStore;
import io.epro.processor.sink.SinkLimits;
import io.epro.processor.sink.SinkMetrics;
import io.epro.processor.sink.SinkSurroundings;
import io.epro.processor.sink.ThreadBatch;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.Security;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.Topology;

/**
 * The processor without some of its safeguards, in a process of its own: what {@code run} puts together,
 * except for the admin server and the watch over the ledger. When its work is done it waits to be killed.
 */
public final class VariantProcessor {
  private static final int PROGRESS_ARGUMENTS = 4;

  private final ProcessorSettings settings = Settings.load(ProcessorSettings.class,
      Optional.empty());
  private final MeterRegistry metrics = Metrics.create();
  private final Set<Safeguard> lacks;
  private final UnaryOperator<DrugLookup> drugsSeen;

  /** @param drugsSeen what the enrichment sees of the dictionary */
  VariantProcessor(Set<Safeguard> lacks, UnaryOperator<DrugLookup> drugsSeen) {
    this.lacks = lacks;
    this.drugsSeen = drugsSeen;
  }

  /** Arguments: those of {@link Progress}, then the safeguards that it lacks. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var words = List.of(arguments);
    var lacks = EnumSet.noneOf(Safeguard.class);
    words.subList(PROGRESS_ARGUMENTS, words.size())
        .forEach(word -> lacks.add(Safeguard.valueOf(word)));
    new VariantProcessor(lacks, UnaryOperator.identity()).work(Progress.of(words));
  }

  /** Never returns. */
  void work(Progress progress) throws IOException, InterruptedException {
    start();
    progress.tell(this::committed);
    new CountDownLatch(1).await();
  }

  private long committed() {
    return (long) metrics.find("epro.processor.reports").counters().stream()
        .mapToDouble(Counter::count).sum();
  }

  private void start() {
    if (lacks.contains(Safeguard.HASH)) {
      Security.insertProviderAt(new CheapDigests(), 1);
    }
    var database = new Database(settings, metrics, () -> false);
    database.prepare();
    var admin = Admin.create(settings.kafka().client(Map.of()));
    String topicId = new TopicGuard(admin, settings.topics()).check().raw();
    String raw = settings.topics().raw();
    var books = new PostgresLedger(database, new LedgerKey(settings.pipeline(), raw, topicId));
    var store = new PostgresReportStore(database,
        new PostgresReportStore.Tables(books, new RejectionTable(raw), new ErasureTable(settings)));
    var log = new KafkaSourceLog(admin, settings.kafka().client(Map.of()), raw);
    if (lacks.contains(Safeguard.LEDGER)) {
      var memory = new MemoryLedger();
      run(memory.instead(store), memory, log, database);
    } else {
      run(store, books, log, database);
    }
  }

  private void run(ReportStore store, Ledger ledger, KafkaSourceLog log, Database database) {
    var gate = new OutageGate(new StopSignal(),
        new OutageGate.Probe(database::takesBatches, () -> true, Map::of),
        settings.sink().leaveAfter(), metrics);
    var errors = new InternalErrors(metrics, System::nanoTime);
    var around = new SinkSurroundings(SinkLimits.from(settings), gate,
        new SinkMetrics(metrics, InstantSource.system()), errors,
        Erasures.of(Register.EMPTY), System::nanoTime);
    var batches = new ThreadBatches(
        producer -> new ThreadBatch(new BatchWriter(store, rejectTopic(producer)),
            new Cursors(ledger, log), around));
    var rules = Rules.from(settings.rules());
    var drugs = new ShardedDrugStore();
    var lookups = new LookupCounts();
    var topology = new Topology();
    DrugTopology.addTo(topology, settings.topics().drugs(), drugs,
        new DrugMetrics(lookups));
    ReportTopology.addTo(topology, settings.topics().raw(),
        new ReportTopology.Stages(() -> new ReportValidator(rules),
            () -> new Enricher(drugsSeen.apply(drugs), lookups), batches::ofCurrentThread, errors,
            Admission.ALL),
        settings.flushInterval());
    var pipeline = new Pipeline(topology, settings,
        new BatchClientSupplier(batches), metrics);
    gate.guards(pipeline);
    pipeline.start();
  }

  private RejectTopic rejectTopic(Producer<byte[], byte[]> producer) {
    return lacks.contains(Safeguard.REJECT_SENDS) ? _ -> {}
        : new KafkaRejectTopic(producer, settings.topics().raw(), settings.topics().rejected(),
            settings.sink().blockLimit());
  }
}
