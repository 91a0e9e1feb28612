package io.epro.bench.acks;

import io.epro.bench.contestant.EverydayPeer;
import io.epro.bench.contestant.ShippedGateway;
import io.epro.bench.contestant.WithoutKafka;
import io.epro.bench.load.Seen;
import io.epro.bench.measure.Figure;
import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * All runs of one command.
 *
 * @param medians of the runs that repeat each other: of peaks by acks a second, of schedules by p99
 */
record AckResult(Machine machine, List<AckRun> medians, List<AckRun> runs)
    implements Measured {

  static AckResult of(Machine machine, List<AckRun> runs) {
    var medians = new ArrayList<AckRun>();
    for (var run : runs) {
      if (medians.stream().noneMatch(run::repeats)) {
        medians.add(Figures.median(runs.stream().filter(run::repeats).toList(),
            of -> of.isPeak() ? of.seen().perSecond() : of.seen().latency().p99()));
      }
    }
    return new AckResult(machine, List.copyOf(medians), List.copyOf(runs));
  }

  @Override
  public List<Figure> figures() {
    return medians.stream()
        .filter(run -> run.isPeak() && run.server().equals(ShippedGateway.PLAIN)).findFirst()
        .map(own -> List.of(
            beside(own, Seen::perSecond,
                value -> Figure.more("durable acks", "per second", value)),
            beside(own, seen -> seen.latency().p99(),
                value -> Figure.less("p99 at the peak", "ms", value)),
            beside(own, seen -> seen.cost().serverMicros(),
                value -> Figure.less("CPU of the gateway", "us a report", value)),
            beside(own, seen -> seen.cost().serverBytes(),
                value -> Figure.less("allocated by the gateway", "bytes a report", value))))
        .orElse(List.of());
  }

  private Figure beside(AckRun own, ToDoubleFunction<Seen> which, DoubleFunction<Figure> figure) {
    return figure.apply(which.applyAsDouble(own.seen()))
        .under(WithoutKafka.NAME, like(own, WithoutKafka.NAME).map(which::applyAsDouble))
        .against(EverydayPeer.NAME, like(own, EverydayPeer.NAME).map(which::applyAsDouble));
  }

  String inWords() {
    var peaks = String.format(Locale.ROOT,
        "%nPeak (closed loop); every report that got 202 was found in the topic."
            + " %s%n  %5s %5s %-14s %9s %8s %8s %8s %8s %9s %9s %9s %9s %8s %8s%n",
        machine.inWords(), "conns", "lines", "", "acks/s", "p50 ms", "p99 ms", "p99.9", "max ms",
        "server us", "broker us", "client us", "bytes", "of inst.", "of peer");
    var schedules = String.format(Locale.ROOT,
        "%nLatency from the planned moment (Poisson arrivals at a share of that server's peak)%n"
            + "  %5s %5s %-14s %5s %9s %9s %8s %8s %8s %8s %9s %8s%n",
        "conns", "lines", "", "share", "offered/s", "acks/s", "p50 ms", "p99 ms", "p99.9",
        "max ms", "late p99", "unsent");
    boolean anySchedule = medians.stream().anyMatch(run -> !run.isPeak());
    return peaks + rows(true) + (anySchedule ? schedules + rows(false) : "") + tokens();
  }

  private String rows(boolean peak) {
    return medians.stream().filter(run -> run.isPeak() == peak)
        .map(run -> peak ? peakRow(run) : scheduleRow(run)).collect(Collectors.joining());
  }

  private String peakRow(AckRun run) {
    var seen = run.seen();
    var latency = seen.latency();
    var cost = seen.cost();
    return String.format(Locale.ROOT,
        "  %5d %5d %-14s %,9.0f %8.1f %8.1f %8.1f %8.1f %9.1f %9.1f %9.1f %,9.0f %8s %8s%n",
        seen.connections(), seen.lines(), run.server(), seen.perSecond(), latency.p50(),
        latency.p99(), latency.p999(), latency.max(), cost.serverMicros(), cost.brokerMicros(),
        cost.clientMicros(), cost.serverBytes(), ratio(run, WithoutKafka.NAME),
        ratio(run, EverydayPeer.NAME));
  }

  private static String scheduleRow(AckRun run) {
    var seen = run.seen();
    var latency = seen.latency();
    return String.format(Locale.ROOT,
        "  %5d %5d %-14s %4d%% %,9.0f %,9.0f %8.1f %8.1f %8.1f %8.1f %9.1f %8d%n",
        seen.connections(), seen.lines(), run.server(), run.percent(), run.offered(),
        seen.perSecond(), latency.p50(), latency.p99(), latency.p999(), latency.max(),
        seen.late().p99(), seen.unsent());
  }

  private String tokens() {
    return medians.stream()
        .filter(run -> run.isPeak() && run.server().equals(ShippedGateway.TOKENS))
        .map(run -> String.format(Locale.ROOT,
            "  %d connections, %d a request, with tokens / without: %s%n",
            run.seen().connections(), run.seen().lines(), ratio(run, ShippedGateway.PLAIN)))
        .collect(Collectors.joining());
  }

  /** Of that server's acks a second under the same load; empty where it was not measured. */
  private String ratio(AckRun run, String server) {
    return like(run, server).map(of -> String.format(Locale.ROOT, "%.2f",
        run.seen().perSecond() / of.perSecond())).orElse("");
  }

  /** What that server came to under the same load. */
  private Optional<Seen> like(AckRun run, String server) {
    return medians.stream()
        .filter(new AckRun(server, run.percent(), 0, run.seen(), 0)::repeats).map(AckRun::seen)
        .findFirst();
  }
}
