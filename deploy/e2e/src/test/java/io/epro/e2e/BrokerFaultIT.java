package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.load.GatewayLoad;
import io.epro.local.fixture.SlowLink;
import io.epro.local.process.Ports;
import io.epro.local.system.Program;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The only broker dies, freezes, restarts, is slow, or has its disk full, under a gateway and a processor
 * that both go on by themselves. The phones repeat what was refused, so that in the end everything was
 * acknowledged, and nothing of it may be missing.
 */
@Tag("fault")
class BrokerFaultIT {
  private static final int PHONES = 40;
  private static final double PER_SECOND = 250;
  /** A phone may just have been told to come back in some seconds. */
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);
  /** Longer than the group's session on this broker, of 6 s. */
  private static final Duration FROZEN = Duration.ofSeconds(8);
  /** A thread's commit gives up after 10 s: it has to do so several times. */
  private static final Duration AWAY_LONG = Duration.ofSeconds(50);
  private static final String SAYS = "Kafka";
  private static final int DISK_MIB = 128;

  @UnderBothProtocols
  void gatewayAndProcessorGoOnWhenTheBrokerWasKilledFrozenAndRestarted(Protocol protocol)
      throws Exception {
    Rig.play("the only broker killed, frozen, restarted, " + protocol, protocol.settings(), rig -> {
      var system = start(rig);
      var kafka = rig.system().kafka();

      kafka.kill();
      system.awaitOutage();
      kafka.start();
      rig.progress().recovers("the only broker killed, and started again", BACK_WITHIN);

      try (var away = BrokerOutage.FROZEN.begin(kafka)) {
        rig.awaitMoment(system.processor(), FROZEN);
        system.awaitOutage();
        away.close();
      }
      rig.progress().recovers("the only broker frozen for longer than a session", BACK_WITHIN);

      kafka.stop();
      kafka.start();
      rig.progress().recovers("the only broker restarted (SIGTERM)", BACK_WITHIN);

      system.settle(5_000);
    });
  }

  @UnderBothProtocols
  void nobodyEndsHoweverLongTheBrokerIsAway(Protocol protocol) throws Exception {
    Rig.play("the only broker away for long, " + protocol, protocol.settings(), rig -> {
      var system = start(rig);
      var kafka = rig.system().kafka();

      kafka.kill();
      rig.awaitMoment(system.processor(), AWAY_LONG);
      system.awaitOutage();
      kafka.start();
      rig.progress().recovers(
          "the only broker away for " + AWAY_LONG.toSeconds() + " s, " + protocol,
          BACK_WITHIN);

      system.settle(3_000);
    });
  }

  @Test
  void gatewayAndProcessorKeepWorkingOnASlowBroker() throws Exception {
    int port = Ports.orFree(0);
    try (var link = new SlowLink(port, 1)) {
      var ground = Ground.own(1, plan -> plan.withPorts(0, 0, 0, port, 0).withBrokerSettings(
          Map.of("advertised.listeners", "PLAINTEXT://127.0.0.1:" + link.port())));
      Rig.play(ground, "a slow broker", Map.of(), rig -> {
        var system = start(rig);
        link.weather(Duration.ofMillis(40), 0.02);
        rig.progress().recovers("the broker slow: 40 ms each way, 2 % lost", BACK_WITHIN);
        long before = system.load().sent().acknowledgedCount();
        await("acknowledgements over the slow link").atMost(Rig.PATIENCE)
            .until(() -> system.load().sent().acknowledgedCount() > before + 3_000);
        rig.progress().awaitEverywhere();
        link.weather(Duration.ZERO, 0);
        rig.progress().recovers("the broker quick again", BACK_WITHIN);
        system.settle(4_000);
      });
    }
  }

  @Test
  void gatewayAndProcessorGoOnWhenTheBrokersDiskWasFull() throws Exception {
    try (var disk = SmallDisk.mounted(DISK_MIB)) {
      var ground = Ground.own(1, plan -> plan.withBrokerSettings(
          Map.of("log.dirs", disk.directory().toString())));
      Rig.play(ground, "the broker's disk full", Map.of(), rig -> {
        var system = start(rig);
        var kafka = rig.system().kafka();

        disk.fill();
        await("the broker halts").atMost(Rig.PATIENCE).until(() -> !kafka.process().alive());
        system.awaitOutage();
        disk.clear();
        kafka.start();
        rig.progress().recovers("the broker's disk full, cleared, and the broker started again",
            BACK_WITHIN);

        system.settle(4_000);
      });
    }
  }

  private static Whole start(Rig rig) throws Exception {
    var gateway = rig.startGateway();
    var processor = rig.startProcessor();
    var load = rig.loadOnGateway(PHONES, PER_SECOND);
    rig.awaitWork(processor);
    rig.progress().awaitEverywhere();
    return new Whole(rig, gateway, processor, load, gateway.pid(), processor.pid());
  }

  /** A gateway, a processor, and phones; neither program is ever started again. */
  private record Whole(Rig rig, Program gateway, Program processor, GatewayLoad load,
      long gatewayPid, long processorPid) {

    /** Phones are refused, and the processor waits and says for what. */
    void awaitOutage() {
      long before = load.retries();
      await("phones that are refused").atMost(Rig.PATIENCE).until(() -> load.retries() > before);
      rig.awaitSays(processor, SAYS);
    }

    void settle(long atLeast) throws Exception {
      rig.settle(load, atLeast);
      assertThat(gateway.awaitReady().pid()).isEqualTo(gatewayPid);
      assertThat(processor.awaitReady().pid()).isEqualTo(processorPid);
    }
  }
}
