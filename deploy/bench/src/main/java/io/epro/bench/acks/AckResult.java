package io.epro.bench.acks;

import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All runs of one command.
 *
 * @param medians by acks a second: for each number of connections the gateway, then the others
 */
record AckResult(Machine machine, List<AckRun> medians, List<AckRun> runs) {

  static List<AckRun> medians(List<AckRun> runs) {
    return runs.stream().map(run -> run.seen().connections()).distinct()
        .flatMap(count -> Stream.of(AckRun.DURABLE, AckRun.TOKENS, AckRun.INSTANT)
            .map(server -> runs.stream().filter(run -> run.seen().connections() == count
                && run.server().equals(server)).toList())
            .filter(of -> !of.isEmpty())
            .map(of -> Figures.median(of, run -> run.seen().perSecond())))
        .toList();
  }

  String inWords() {
    var head = "%nMedians; every 202 was found in the topic. %s%n".formatted(machine.inWords());
    var names = String.format(Locale.ROOT, "  %5s %-14s %9s %8s %8s %8s %10s %10s %10s %8s%n",
        "conns", "", "acks/s", "p50 ms", "p99 ms", "max ms", "server us", "broker us", "client us",
        "ratio");
    return head + names + medians.stream().map(this::row).collect(Collectors.joining())
        + medians.stream().filter(run -> run.server().equals(AckRun.TOKENS)).map(this::tokens)
            .collect(Collectors.joining());
  }

  private String row(AckRun run) {
    var seen = run.seen();
    double instant = perSecond(AckRun.INSTANT, seen.connections());
    return String.format(Locale.ROOT,
        "  %5d %-14s %,9.0f %8.1f %8.1f %8.1f %10.1f %10.1f %10.1f %8.2f%n", seen.connections(),
        run.server(), seen.perSecond(), seen.p50Millis(), seen.p99Millis(), seen.maxMillis(),
        seen.serverMicros(), seen.brokerMicros(), seen.clientMicros(),
        seen.perSecond() / instant);
  }

  private String tokens(AckRun run) {
    int connections = run.seen().connections();
    return String.format(Locale.ROOT, "  %5d with tokens / without: %.2f%n", connections,
        run.seen().perSecond() / perSecond(AckRun.DURABLE, connections));
  }

  private double perSecond(String server, int connections) {
    return medians.stream()
        .filter(run -> run.server().equals(server) && run.seen().connections() == connections)
        .findFirst().orElseThrow().seen().perSecond();
  }
}
