package io.epro.processor.command;

import io.epro.observe.Health;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.drugs.DrugMetrics;
import io.epro.processor.drugs.DrugTopology;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import io.epro.processor.intake.BatchClientSupplier;
import io.epro.processor.intake.KafkaRejectTopic;
import io.epro.processor.intake.KafkaSourceLog;
import io.epro.processor.intake.OutageGate;
import io.epro.processor.intake.Pipeline;
import io.epro.processor.intake.ReportTopology;
import io.epro.processor.intake.ThreadBatches;
import io.epro.processor.intake.TopicGuard;
import io.epro.processor.ledger.Cursors;
import io.epro.processor.postgres.Database;
import io.epro.processor.postgres.LedgerKey;
import io.epro.processor.postgres.PostgresReportStore;
import io.epro.processor.postgres.PostgresLedger;
import io.epro.processor.postgres.RejectionTable;
import io.epro.processor.sink.BatchWriter;
import io.epro.processor.sink.RejectTopic;
import io.epro.processor.sink.SinkLimits;
import io.epro.processor.sink.SinkMetrics;
import io.epro.processor.sink.SinkSurroundings;
import io.epro.processor.sink.ThreadBatch;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/** The pipeline's parts, put together in the order of the data and taken apart in reverse. */
final class Assembly implements AutoCloseable {
  private final ProcessorSettings settings;
  private final MeterRegistry metrics;
  private final Database database;
  private final OutageGate gate;
  private final Admin admin;
  private volatile @Nullable Pipeline pipeline;

  Assembly(ProcessorSettings settings, MeterRegistry metrics, Database database, OutageGate gate) {
    this.settings = settings;
    this.metrics = metrics;
    this.database = database;
    this.gate = gate;
    this.admin = Admin.create(settings.kafka().client(Map.of()));
  }

  /**
   * Checks topics, schema and books, waiting for broker and database where they are away, and starts.
   *
   * @return empty when the process was told to stop before
   */
  Optional<Pipeline> start() {
    var guard = new TopicGuard(admin, settings.topics());
    return gate.untilAnswered(guard::check).flatMap(topicId -> {
      var ledger = new PostgresLedger(database,
          new LedgerKey(settings.pipeline(), settings.topics().raw(), topicId));
      return gate.untilAnswered(() -> {
        database.prepare();
        guard.refuseShorterThan(ledger.nextOffsets());
        return run(ledger);
      });
    });
  }

  private Pipeline run(PostgresLedger ledger) {
    var store = new PostgresReportStore(database, ledger,
        new RejectionTable(settings.topics().raw()));
    var log = new KafkaSourceLog(admin, settings.kafka().client(Map.of()), settings.topics().raw());
    var around = new SinkSurroundings(limits(), gate,
        new SinkMetrics(metrics, InstantSource.system()),
        System::nanoTime);
    var batches = new ThreadBatches(
        rejects -> new ThreadBatch(new BatchWriter(store, rejects), new Cursors(ledger, log),
            around));

    var rules = Rules.from(settings.rules());
    var drugs = new ShardedDrugStore();
    var lookups = new LookupCounts();
    var drugMetrics = new DrugMetrics(drugs, lookups);
    drugMetrics.bindTo(metrics);
    var topology = new Topology();
    DrugTopology.addTo(topology, settings.topics().drugs(), drugs, drugMetrics);
    ReportTopology.addTo(topology, settings.topics().raw(),
        () -> new ReportValidator(rules), () -> new Enricher(drugs, lookups),
        batches::ofCurrentThread, settings.flushInterval());
    var started = new Pipeline(topology, settings,
        new BatchClientSupplier(batches, this::rejectTopic), metrics);
    gate.guards(started);
    pipeline = started;
    started.start();
    return started;
  }

  private RejectTopic rejectTopic(Producer<byte[], byte[]> producer) {
    return new KafkaRejectTopic(producer, settings.topics().raw(), settings.topics().rejected(),
        settings.sink().blockLimit());
  }

  private SinkLimits limits() {
    return new SinkLimits(settings.batch().maxRows(), settings.batch().maxBytes().intBytes(),
        settings.flushInterval(), settings.sink().blockLimit());
  }

  /** Dead only when it has ended by itself. */
  Health live() {
    Pipeline now = pipeline;
    return now != null && now.failed() != null ? Health.notReady("stopped: " + now.failed())
        : Health.READY;
  }

  Health ready() {
    Pipeline now = pipeline;
    Health running = now == null ? Health.notReady("starting") : now.health();
    return running.and(gate.health());
  }

  @Override
  public void close() {
    Pipeline now = pipeline;
    if (now != null) {
      now.close();
    }
    admin.close(Duration.ZERO);
  }
}
