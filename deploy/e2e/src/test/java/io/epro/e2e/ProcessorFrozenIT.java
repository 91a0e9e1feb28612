package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.fixture.PostgresProxy;
import io.epro.local.process.Signals;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/**
 * SIGSTOP in mid-COPY: the process holds its locks, and no timeout of Postgres ends it. Its partitions
 * move, and their new owner has to write.
 */
@Tag("fault")
class ProcessorFrozenIT {

  @UnderBothProtocols
  void everyGuaranteeHoldsThoughTheFormerOwnerFreezesWithItsLocks(Protocol protocol)
      throws Exception {
    var settings = new HashMap<>(protocol.settings());
    settings.put("processor.sink.lock-timeout", "1s");
    Rig.play("a processor frozen in mid-COPY, " + protocol, settings, rig -> {
      try (var proxy = PostgresProxy.before(rig.system().postgres().jdbcUrl())) {
        var frozen = rig.startProcessor(Map.of("processor.postgres.url", proxy.jdbcUrl()));
        var load = rig.loadOnTopic(1_500);
        rig.awaitWork(frozen);
        var copy = proxy.holdCopy(1_000);
        await("a COPY under way").atMost(Rig.PATIENCE).until(copy::taken);
        Signals.freeze(frozen.pid());

        var second = rig.startProcessor();
        rig.awaitWork(second);
        rig.progress().awaitEverywhere();

        Signals.send("CONT", frozen.pid());
        copy.release();
        long before = Metric.STORED.of(frozen);
        await("the former owner works again").atMost(Rig.PATIENCE)
            .until(() -> Metric.STORED.of(frozen) > before);
        rig.settle(load, 15_000);
        assertThat(frozen.awaitReady().process().alive()).isTrue();
      }
    });
  }
}
