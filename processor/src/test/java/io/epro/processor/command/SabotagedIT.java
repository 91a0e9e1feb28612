package io.epro.processor.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.local.fixture.RealPostgres;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.drugs.DrugMetrics;
import io.epro.processor.drugs.DrugTopology;
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
import io.epro.processor.intake.Sabotage;
import io.epro.processor.intake.StopSignal;
import io.epro.processor.intake.ThreadBatches;
import io.epro.processor.intake.TopicGuard;
import io.epro.processor.ledger.Cursors;
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
import io.epro.processor.sink.SinkLimits;
import io.epro.processor.sink.SinkMetrics;
import io.epro.processor.sink.SinkSurroundings;
import io.epro.processor.sink.ThreadBatch;
import io.epro.processor.validate.ReportValidator;
import io.epro.processor.validate.Rules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/**
 * Production's parts with bugs put into validation, enrichment and encoding: each record that meets one is
 * rejected alone, on the real broker and database, and the pipeline goes on.
 */
class SabotagedIT {
  private static final String IN_ENCODE = "in encode";
  private static final String[] BOMBS = {"in validate", "too deep", "in enrich", IN_ENCODE};
  private static final int REPORTS = 400;
  private static final int EACH = 10;

  private final TestTopics topics = new TestTopics();
  private final TestBooks books = new TestBooks(RealPostgres.get().freshDatabase());
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @Test
  void eachRecordAtWhichOurOwnCodeThrowsIsRejectedAloneAndTheOthersAreStored() throws Exception {
    topics.create();
    topics.createRejected(Map.of());
    topics.createDrugs();
    var reports = Samples.reports("P-1", 0, REPORTS);
    for (int i = 0; i < REPORTS; i += EACH) {
      String bomb = BOMBS[i / EACH % BOMBS.length];
      reports[i] = bomb.equals(IN_ENCODE)
          ? reports[i].replace("\"timestamp\":", "\"timestamp\":-93000")
          : reports[i].replace("N02BE01", bomb);
    }
    topics.publish(0, "P-1", reports);
    ProcessorSettings settings = settings();
    try (var database = new Database(settings, metrics, () -> false);
        var admin = Admin.create(settings.kafka().client(Map.of()))) {
      database.prepare();
      try (var pipeline = pipeline(settings, database, admin)) {
        pipeline.start();
        await("all applied").atMost(TestPipeline.PATIENCE)
            .until(() -> books.applied() == REPORTS);
        assertThat(pipeline.failed()).isNull();
      }
    } finally {
      topics.close();
    }
    int bombs = REPORTS / EACH;
    books.assertBalance(REPORTS - bombs, 0, bombs);
    assertThat(books.count("select count(*) from epro.rejection where source_offset % " + EACH
        + " = 0 and jsonb_array_length(reasons) = 1 and reasons->0->>'code' = 'internal_error'"
        + " and convert_from(raw, 'UTF8')::jsonb->>'patientId' = 'P-1'")).isEqualTo(bombs);
    Map.of("validate", 2, "enrich", 1, "encode", 1).forEach((stage, kinds) -> assertThat(
        metrics.counter("epro.processor.internal.errors", "stage", stage).count()).as(stage)
        .isEqualTo((double) kinds * bombs / BOMBS.length));
  }

  private ProcessorSettings settings() {
    var all = new HashMap<>(topics.settings());
    all.putAll(Map.of("processor.postgres.url", books.database().url(),
        "processor.postgres.user", books.database().user(),
        "processor.postgres.password", books.database().password(), "processor.threads", "1"));
    return Settings.load(ProcessorSettings.class, all);
  }

  /** Rules that let through a time which the encoder cannot write: no year of Postgres' is so early. */
  private static Rules anyTime(Rules rules) {
    return new Rules(Instant.ofEpochMilli(Long.MIN_VALUE / 2), rules.maxAhead(), rules.heartRate(),
        rules.temperature(), rules.symptoms(), rules.medications(), rules.maxDoseMg(),
        rules.maxViolations());
  }

  private Pipeline pipeline(ProcessorSettings settings, Database database, Admin admin) {
    String raw = settings.topics().raw();
    var ledger = new PostgresLedger(database, new LedgerKey(settings.pipeline(), raw,
        new TopicGuard(admin, settings.topics()).check().raw()));
    var gate = new OutageGate(new StopSignal(),
        new OutageGate.Probe(database::takesBatches, () -> true, Map::of),
        settings.sink().leaveAfter(), metrics);
    var errors = new InternalErrors(metrics, System::nanoTime);
    var around = new SinkSurroundings(SinkLimits.from(settings), gate,
        new SinkMetrics(metrics, InstantSource.system()), errors,
        Erasures.of(Register.EMPTY), System::nanoTime);
    var log = new KafkaSourceLog(admin, settings.kafka().client(Map.of()), raw);
    var store = new PostgresReportStore(database, new PostgresReportStore.Tables(ledger,
        new RejectionTable(raw), new ErasureTable(settings)));
    var batches = new ThreadBatches(producer -> new ThreadBatch(new BatchWriter(store,
        new KafkaRejectTopic(producer, raw, settings.topics().rejected(),
            settings.sink().blockLimit())),
        new Cursors(ledger, log), around));
    var drugs = new ShardedDrugStore();
    var lookups = new LookupCounts();
    var topology = new Topology();
    DrugTopology.addTo(topology, settings.topics().drugs(), drugs,
        new DrugMetrics(lookups));
    var rules = anyTime(Rules.from(settings.rules()));
    ReportTopology.addTo(topology, raw,
        new ReportTopology.Stages(() -> Sabotage.of(new ReportValidator(rules)),
            () -> new Enricher(Sabotage.of(drugs), lookups), batches::ofCurrentThread, errors,
            Admission.ALL),
        settings.flushInterval());
    var pipeline = new Pipeline(topology, settings,
        new BatchClientSupplier(batches),
        metrics);
    gate.guards(pipeline);
    return pipeline;
  }
}
