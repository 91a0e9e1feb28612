package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.load.ForeignRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Anyone may publish to the raw topic: whatever it is, it is stored or rejected, and holds nothing up. */
@Tag("fault")
class ForeignRecordsIT {
  /** What the broker takes unless told otherwise ({@code message.max.bytes}). */
  private static final int BROKER_LIMIT = 1_048_588;
  private static final int RECORD_OVERHEAD = 120;
  private static final int POISONED = 20;
  private static final Duration SPACED = Duration.ofMillis(400);

  @Test
  void everyGuaranteeHoldsAmongRecordsOfEveryOddShape() throws Exception {
    Rig.play("records of foreign programs", Map.of(), rig -> {
      allow(rig, 3 << 20);
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(500);
      rig.awaitWork(processor);
      try (var foreign = new ForeignRecords(rig.seed(), rig.system().kafka().bootstrapServers(),
          rig.names().raw(), load.sent())) {
        for (int i = 0; i < 40; i++) {
          foreign.oneOfEach();
        }
        // Fits the raw topic and not, with its headers, that of rejects; the last two not by far.
        foreign.garbageOf(BROKER_LIMIT - RECORD_OVERHEAD);
        foreign.validOf(BROKER_LIMIT - RECORD_OVERHEAD);
        foreign.garbageOf(2 << 20);
        foreign.validOf(2 << 20);
        foreign.flush();
      }
      rig.progress().recovers("records of foreign programs, of every odd shape, up to 2 MiB",
          Duration.ofSeconds(15));
      rig.settle(load, 3_000);
      assertThat(processor.awaitReady().process().alive()).isTrue();
      assertThat(Metric.INTERNAL_ERRORS.of(processor)).as("not one of them met a bug").isZero();
    });
  }

  /** The longest standstill of any partition while they come now and then, beside that without them. */
  @Test
  void aSinglePoisonRecordDelaysItsPartitionByLessThanASecond() throws Exception {
    Rig.play("single poison records", Map.of(), rig -> {
      var processor = rig.startProcessor();
      var load = rig.loadOnTopic(500);
      rig.awaitWork(processor);
      rig.progress().awaitEverywhere();
      try (var pauses = rig.watchPauses();
          var foreign = new ForeignRecords(rig.seed(),
              rig.system().kafka().bootstrapServers(), rig.names().raw(), load.sent())) {
        rig.awaitMoment(processor, Duration.ofMillis(POISONED * SPACED.toMillis()));
        var calm = pauses.longest().getLast();
        pauses.forget();
        for (int i = 0; i < POISONED; i++) {
          foreign.oneOfEach();
          foreign.garbageOf(BROKER_LIMIT - RECORD_OVERHEAD);
          foreign.flush();
          rig.awaitMoment(processor, SPACED);
        }
        rig.progress().recovered("the longest standstill while single poison records come",
            pauses.longest().getLast(), calm.plusSeconds(1));
        Recoveries.note("the longest standstill while none come", calm);
      }
      rig.settle(load, 3_000);
    });
  }

  /** Several times the heap, in records as large as the gateway's and as large as the broker's limit. */
  @Test
  void aBacklogOfNothingButLargeRecordsFitsTheHeap() throws Exception {
    Rig.play("a backlog of large records", Map.of("processor.threads", "2"), rig -> {
      var load = rig.loadOnTopic(50);
      try (var foreign = new ForeignRecords(rig.seed(), rig.system().kafka().bootstrapServers(),
          rig.names().raw(), load.sent())) {
        for (int i = 0; i < 6_000; i++) {
          foreign.validOf(64 << 10);
        }
        foreign.flush();
        for (int i = 0; i < 400; i++) {
          foreign.garbageOf(BROKER_LIMIT - RECORD_OVERHEAD);
        }
        foreign.flush();
      }
      var processor = rig.startProcessor();
      long pid = processor.pid();
      rig.awaitWork(processor);
      rig.progress().recovers("a backlog of nothing but large records (800 MB)",
          Duration.ofSeconds(60));
      rig.settle(load, 100);
      assertThat(processor.awaitReady().pid()).as("never restarted").isEqualTo(pid);
    });
  }

  private static void allow(Rig rig, int bytes) throws Exception {
    try (var admin = Admin
        .create(Map.of("bootstrap.servers", rig.system().kafka().bootstrapServers()))) {
      var raw = new ConfigResource(ConfigResource.Type.TOPIC, rig.names().raw());
      admin.incrementalAlterConfigs(Map.of(raw, List.of(new AlterConfigOp(
          new ConfigEntry("max.message.bytes", String.valueOf(bytes)),
          AlterConfigOp.OpType.SET)))).all().get(30, TimeUnit.SECONDS);
    }
  }
}
