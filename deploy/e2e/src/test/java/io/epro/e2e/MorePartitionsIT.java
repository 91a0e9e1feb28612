package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.guarantee.BooksBalance;
import io.epro.e2e.guarantee.NoReportLost;
import io.epro.e2e.guarantee.PerPatientOrder;
import io.epro.e2e.guarantee.RejectsAreKept;
import io.epro.e2e.guarantee.StoredExactlyOnce;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Tag;

/**
 * The raw topic gets more partitions under load. Some patients move to another partition, so that their
 * order is kept within each, and no longer from one to the other.
 */
@Tag("fault")
class MorePartitionsIT {
  private static final int MORE = 18;
  private static final Duration WITHIN = Duration.ofSeconds(30);
  /** How often gateway and, under the classic protocol, processors look; Kafka's default is 5 minutes. */
  private static final String LOOK_MILLIS = "2000";

  @UnderBothProtocols
  void newPartitionsGetBooksAndAreProcessedAndNobodyRestarts(Protocol protocol) throws Exception {
    var settings = new HashMap<>(protocol.settings());
    settings.put("processor.kafka.properties.metadata.max.age.ms", LOOK_MILLIS);
    Rig.play("more partitions, " + protocol, settings, rig -> {
      var gateway = rig.startGateways(1,
          Map.of("gateway.kafka.properties.metadata.max.age.ms", LOOK_MILLIS)).getFirst();
      var processors = List.of(rig.startProcessor(), rig.startProcessor());
      var pids = List.of(gateway.pid(), processors.get(0).pid(), processors.get(1).pid());
      var load = rig.loadOnGateway(40, 300);
      for (var processor : processors) {
        rig.awaitWork(processor);
      }
      rig.progress().awaitEverywhere();

      addPartitions(rig);
      long begin = System.nanoTime();
      await("books of every new partition").atMost(Rig.PATIENCE)
          .until(() -> rig.progress().nextOffsets()
              .values().stream().filter(next -> next > 0).count() == MORE);
      rig.progress().recovered("partitions added to the raw topic (" + protocol + ")",
          Duration.ofNanos(System.nanoTime() - begin), WITHIN);
      rig.progress().awaitEverywhere();

      var evidence = rig.settle(load, 6_000, List.of(new NoReportLost(), new StoredExactlyOnce(),
          new RejectsAreKept(), PerPatientOrder.withOneMove(Ground.PARTITIONS, MORE),
          new BooksBalance()));
      assertThat(evidence.ledger()).hasSize(MORE);
      assertThat(List.of(gateway.awaitReady().pid(), processors.get(0).awaitReady().pid(),
          processors.get(1).awaitReady().pid())).isEqualTo(pids);
    });
  }

  private static void addPartitions(Rig rig) throws Exception {
    try (var admin = Admin.create(
        Map.of("bootstrap.servers", rig.system().brokers().bootstrapServers()))) {
      admin.createPartitions(Map.of(rig.names().raw(), NewPartitions.increaseTo(MORE)))
          .all().get(30, TimeUnit.SECONDS);
    }
  }
}
