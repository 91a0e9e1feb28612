package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.load.GatewayLoad;
import io.epro.e2e.monitor.Prometheus;
import io.epro.local.system.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A gateway and a processor under load, and a Prometheus that watches them and whatever is started beside them. */
final class WatchedSystem implements AutoCloseable {
  private static final String GATEWAYS = "epro-gateway";
  private static final String PROCESSORS = "epro-processor";
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int PHONES = 20;
  private static final double PER_SECOND = 100;

  private final Rig rig;
  private final Prometheus prometheus;
  private final Program gateway;
  private final Program processor;
  private final GatewayLoad load;
  private final List<String> gateways = new ArrayList<>();
  private final List<String> processors = new ArrayList<>();

  /** @param directory for Prometheus, which is started last: it finds all at work */
  WatchedSystem(Rig rig, Path directory) throws IOException {
    this.rig = rig;
    gateway = rig.startGateway();
    processor = rig.startProcessor().awaitReady(PATIENCE);
    load = rig.loadOnGateway(PHONES, PER_SECOND);
    rig.awaitWork(processor);
    prometheus = Prometheus.start(directory);
    watchGateway(gateway);
    watchProcessor(processor);
  }

  /** One more gateway, watched from now on. */
  Program startGateway(Map<String, String> settings) throws IOException {
    var more = rig.startGateways(1, settings).getLast();
    watchGateway(more);
    return more;
  }

  /** One more processor, watched from now on. */
  Program startProcessor(Map<String, String> settings) throws IOException {
    var more = rig.startProcessor(settings).awaitReady(PATIENCE);
    watchProcessor(more);
    return more;
  }

  /** Stops it as planned: nobody expects it to answer. */
  void retire(Program done) throws IOException {
    rig.stop(done);
    processors.remove(done.adminUrl());
    prometheus.watch(PROCESSORS, processors);
  }

  /** Starts it again. */
  void recall(Program retired) throws IOException {
    watchProcessor(retired.start().awaitReady(PATIENCE));
  }

  private void watchGateway(Program more) throws IOException {
    gateways.add(more.adminUrl());
    prometheus.watch(GATEWAYS, gateways);
  }

  private void watchProcessor(Program more) throws IOException {
    processors.add(more.adminUrl());
    prometheus.watch(PROCESSORS, processors);
  }

  Rig rig() {
    return rig;
  }

  Program gateway() {
    return gateway;
  }

  Program processor() {
    return processor;
  }

  GatewayLoad load() {
    return load;
  }

  /** Lets time pass in which no alert may fire. */
  void assertQuietFor(Duration time) {
    await("no alert").during(time).atMost(PATIENCE).pollInterval(LOOK)
        .failFast(() -> assertThat(prometheus.firing()).as("alerts without a fault").isEmpty())
        .until(() -> prometheus.firing().isEmpty());
  }

  /** Waits until just this alert fires. */
  void awaitFires(String alert) {
    awaitAlone(alert, Set.of(alert));
  }

  /** Waits until it does not any more. */
  void awaitOver(String alert) {
    awaitAlone(alert, Set.of());
  }

  private void awaitAlone(String alert, Set<String> wanted) {
    await(alert + ": " + wanted).atMost(PATIENCE).pollInterval(LOOK)
        .failFast(() -> assertThat(prometheus.firing()).as("alerts of the fault of " + alert)
            .isSubsetOf(alert))
        .until(() -> prometheus.firing().equals(wanted));
  }

  @Override
  public void close() {
    prometheus.close();
  }
}
