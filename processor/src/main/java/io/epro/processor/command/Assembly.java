package io.epro.processor.command;

import io.epro.observe.Health;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.drugs.DrugMetrics;
import io.epro.processor.drugs.DrugTopology;
import io.epro.processor.enrich.DrugLookup;
import io.epro.processor.enrich.Enricher;
import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import io.epro.processor.erase.Erasures;
import io.epro.processor.intake.BatchClientSupplier;
import io.epro.processor.intake.BrokerGroup;
import io.epro.processor.intake.KafkaEnrichedTopic;
import io.epro.processor.intake.KafkaGroupOffsets;
import io.epro.processor.intake.KafkaRejectTopic;
import io.epro.processor.intake.KafkaSourceLog;
import io.epro.processor.intake.LedgerWatch;
import io.epro.processor.intake.OutageGate;
import io.epro.processor.intake.Pipeline;
import io.epro.processor.intake.ReportTopology;
import io.epro.processor.intake.StopSignal;
import io.epro.processor.intake.ThreadBatches;
import io.epro.processor.intake.TopicGuard;
import io.epro.processor.ledger.Backlog;
import io.epro.processor.ledger.Cursors;
import io.epro.processor.ledger.Losses;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.ledger.Realignment;
import io.epro.processor.ledger.SourceLog;
import io.epro.processor.postgres.Database;
import io.epro.processor.postgres.LedgerKey;
import io.epro.processor.postgres.PostgresErasures;
import io.epro.processor.postgres.PostgresLedger;
import io.epro.processor.postgres.PostgresReportStore;
import io.epro.processor.postgres.RejectionTable;
import io.epro.processor.sink.BatchWriter;
import io.epro.processor.sink.EnrichedTopic;
import io.epro.processor.sink.InternalErrors;
import io.epro.processor.sink.RejectTopic;
import io.epro.processor.sink.SinkLimits;
import io.epro.processor.sink.SinkMetrics;
import io.epro.processor.sink.SinkSurroundings;
import io.epro.processor.sink.ThreadBatch;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's parts, put together in the order of the data and taken apart in reverse. The pipeline
 * may be closed and started again; what belongs to the process stays.
 */
final class Assembly implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(200);

  private final ProcessorSettings settings;
  private final Scope scope;
  private final MeterRegistry metrics;
  private final Database database;
  private final StopSignal stop;
  private final Admin admin;
  private final TopicGuard guard;
  private final OutageGate gate;
  private final LookupCounts lookups = new LookupCounts();
  private final DrugMetrics drugMetrics = new DrugMetrics(lookups);
  private final AtomicLong lostOffsets = new AtomicLong();
  private final AtomicLong waitingOffsets = new AtomicLong();
  private volatile @Nullable Running running;
  private volatile @Nullable DrugLookup dictionary;
  private volatile @Nullable String reachedAt;

  private record Running(Pipeline pipeline, LedgerWatch watch) {
    void close() {
      watch.close();
      pipeline.close();
    }
  }

  Assembly(ProcessorSettings settings, MeterRegistry metrics, Database database,
      StopSignal stop) {
    this(settings, metrics, database, stop, Scope.live(settings));
  }

  Assembly(ProcessorSettings settings, MeterRegistry metrics, Database database, StopSignal stop,
      Scope scope) {
    this.settings = settings;
    this.scope = scope;
    this.metrics = metrics;
    this.database = database;
    this.stop = stop;
    this.admin = Admin.create(settings.kafka().client(Map.of()));
    this.guard = new TopicGuard(admin, settings.topics());
    this.gate = new OutageGate(stop, probe(), settings.sink().leaveAfter(), metrics);
    drugMetrics.bindTo(metrics);
    Gauge.builder("epro.ledger.lost.offsets", lostOffsets, AtomicLong::get)
        .description(
            "Offsets that the topic deleted unread: booked as holes, or to be with the next record")
        .register(metrics);
    Gauge.builder("epro.ledger.waiting.offsets", waitingOffsets, AtomicLong::get)
        .description(
            "Offsets of the whole topic that are not in the books yet, as of the last look")
        .register(metrics);
  }

  /**
   * Runs until told to stop, beginning again each time the group had to be set back to the ledger, or
   * was left because this process could not reach the database.
   *
   * @return 0 when it was told to stop, 1 when it stopped by itself rather than lose or double a report
   */
  int run() {
    Optional<Pipeline> pipeline;
    do {
      pipeline = start();
      pipeline.ifPresent(this::untilEnd);
    } while (pipeline.isPresent() && closedToRestart());
    return pipeline.isPresent() && (pipeline.get().failed() != null || !stop.given()) ? 1 : 0;
  }

  private void untilEnd(Pipeline pipeline) {
    boolean stopped = false;
    while (!stopped && pipeline.failed() == null && pipeline.ended().getCount() > 0
        && !gate.restartWanted()) {
      stopped = stop.await(LOOK);
    }
  }

  private boolean closedToRestart() {
    Running now = running;
    if (now == null || stop.given() || !gate.restartWanted() || now.pipeline().failed() != null) {
      return false;
    }
    now.close();
    running = null;
    return !stop.await(LOOK);
  }

  /**
   * Checks topics, schema and books, waiting for broker and database where they are away and for the
   * group where it has to be set back, and starts.
   *
   * @return empty when the process was told to stop before
   */
  private Optional<Pipeline> start() {
    return gate.untilAnswered(guard::check).flatMap(topics -> {
      var group = new BrokerGroup(admin, settings);
      group.advise();
      var ledger = new PostgresLedger(database,
          new LedgerKey(settings.pipeline(), settings.topics().raw(), topics.raw()));
      var log = scope.log().apply(new KafkaSourceLog(admin, settings.kafka().client(Map.of()),
          settings.topics().raw()));
      var realignment = new Realignment(ledger, log,
          new KafkaGroupOffsets(admin, settings.group(), settings.topics().raw()));
      return gate.untilAnswered(() -> {
        group.refuseOtherMembers();
        database.prepare();
        guard.refuseShorterThan(ledger.nextOffsets());
        var erasures = new PostgresErasures(database, scope.erasures());
        erasures.current();
        if (!realignment.settled()) {
          throw new OutageException("the group " + settings.group() + " is ahead of the database;"
              + " it is set back to the ledger as soon as all its members have left. Where they are"
              + " at work, this may be another database than theirs: check processor.postgres.*");
        }
        var pipeline = pipeline(ledger, log, erasures);
        var watch = new LedgerWatch(realignment,
            new LedgerWatch.Counts(new Losses(ledger, ledger::lost, log),
                new Backlog(ledger, guard::ends, log)),
            guard, topics, findings(pipeline));
        running = new Running(pipeline, watch);
        startOrClose(pipeline);
        watch.start(settings.ledgerCheckInterval());
        return pipeline;
      });
    });
  }

  private void startOrClose(Pipeline pipeline) {
    try {
      pipeline.start();
    } catch (OutageException e) {
      pipeline.close();
      running = null;
      throw e;
    }
  }

  private Pipeline pipeline(PostgresLedger ledger, SourceLog log, Erasures erasures) {
    var store = new PostgresReportStore(database, new PostgresReportStore.Tables(ledger,
        new RejectionTable(settings.topics().raw()), scope.erasures()));
    var errors = new InternalErrors(metrics, System::nanoTime);
    var around = new SinkSurroundings(SinkLimits.from(settings), gate,
        new SinkMetrics(metrics, InstantSource.system()), errors, erasures, System::nanoTime);
    var batches = new ThreadBatches(
        producer -> new ThreadBatch(
            new BatchWriter(store, rejectTopic(producer), enrichedTopic(producer)),
            new Cursors(ledger, log), around));

    var rules = Rules.from(settings.rules());
    var topology = new Topology();
    var drugs = new ShardedDrugStore();
    dictionary = drugs;
    DrugTopology.addTo(topology, settings.topics().drugs(), drugs, drugMetrics);
    ReportTopology.addTo(topology, settings.topics().raw(),
        new ReportTopology.Stages(() -> new ReportValidator(rules),
            () -> new Enricher(drugs, lookups), batches::ofCurrentThread, errors,
            scope.admission()),
        settings.flushInterval());
    var pipeline = new Pipeline(topology, settings,
        new BatchClientSupplier(batches), metrics, reachedAt);
    gate.guards(pipeline);
    return pipeline;
  }

  private LedgerWatch.Findings findings(Pipeline pipeline) {
    return new LedgerWatch.Findings() {
      @Override
      public void lost(long offsets) {
        lostOffsets.set(offsets);
      }

      @Override
      public void waiting(long offsets) {
        waitingOffsets.set(offsets);
      }

      @Override
      public void ahead(String reason) {
        gate.rewind(reason);
      }

      @Override
      public void otherDictionary() {
        gate.beginAgain("the topic " + settings.topics().drugs()
            + " was made anew: the dictionary has to be read from its beginning");
      }

      @Override
      public void fault(RuntimeException fault) {
        pipeline.fail(fault);
      }

      @Override
      public void outage(OutageException outage) {
        gate.waiting(outage);
      }

      @Override
      public void answered() {
        gate.over();
      }
    };
  }

  private OutageGate.Probe probe() {
    var group = new KafkaGroupOffsets(admin, settings.group(), settings.topics().raw());
    return new OutageGate.Probe(database::takesBatches, guard::answers, group::committed);
  }

  private RejectTopic rejectTopic(Producer<byte[], byte[]> producer) {
    return !scope.publishes() ? _ -> {}
        : new KafkaRejectTopic(producer, settings.topics().raw(), settings.topics().rejected(),
            settings.sink().blockLimit());
  }

  private EnrichedTopic enrichedTopic(Producer<byte[], byte[]> producer) {
    return settings.topics().enriched().filter(_ -> scope.publishes())
        .<EnrichedTopic>map(topic -> new KafkaEnrichedTopic(producer, topic,
            settings.sink().blockLimit()))
        .orElse(EnrichedTopic.NONE);
  }

  /** The dictionary in use; empty before the first start. */
  Optional<DrugLookup> dictionary() {
    return Optional.ofNullable(dictionary);
  }

  /** Tells the group from its next start on where its members reach this process' admin port. */
  void reachedAt(String hostAndPort) {
    reachedAt = hostAndPort;
  }

  /** {@code host:port} of the admin ports of all that are at work, this one's first. */
  Set<String> instances() {
    var all = new LinkedHashSet<String>();
    if (reachedAt != null) {
      all.add(reachedAt);
    }
    Running now = running;
    if (now != null) {
      all.addAll(now.pipeline().instances());
    }
    return all;
  }

  /** Whether no records are taken because database or broker are away. */
  boolean paused() {
    return gate.paused();
  }

  /** Dead only when it has ended by itself. */
  Health live() {
    Running now = running;
    String failed = now == null ? null : now.pipeline().failed();
    return failed == null ? Health.READY : Health.notReady("stopped: " + failed);
  }

  Health ready() {
    Running now = running;
    Health health = now == null ? Health.notReady("starting") : now.pipeline().health();
    return health.and(gate.health());
  }

  @Override
  public void close() {
    Running now = running;
    if (now != null) {
      now.close();
    }
    admin.close(Duration.ZERO);
  }
}
