package io.epro.bench.overload;

import io.epro.bench.load.PhonesSeen;
import io.epro.bench.load.Seen;
import io.epro.bench.measure.Figure;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.Measured;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command.
 *
 * @param peakAfter measured again after the overload: goodput is compared with the better one
 * @param offered requests a second of the schedule
 * @param sent of them, those that found a free connection, a second
 * @param phones absent where there were none
 */
record OverloadResult(Machine machine, Limit limit, Map<String, String> settings, Seen peak,
    Seen peakAfter, double offered, double sent, Burst.Outcome<Seen> overload,
    Burst.@Nullable Outcome<PhonesSeen> phones) implements Measured {
  @Override
  public List<Figure> figures() {
    var seen = overload.seen();
    return List.of(
        Figure.more("goodput in the overload", "per second", seen.perSecond()).under("peak",
            Optional.of(best().perSecond())),
        Figure.less("p99 in the overload", "ms", seen.latency().p99()),
        Figure.less("heap after collections at its end", "MiB",
            overload.size().heapLowest().getLast()));
  }

  private Seen best() {
    return peakAfter.perSecond() > peak.perSecond() ? peakAfter : peak;
  }

  String inWords() {
    return head() + load(overload.seen()) + of(overload.size())
        + (phones == null ? "" : burst(phones.seen(), phones.outcomes()) + of(phones.size()));
  }

  private String head() {
    return String.format(Locale.ROOT,
        "%nEvery report that got 202 was found in the topic. %s%n"
            + "Capacity limited by: %s. Settings of the gateway: %s%n",
        machine.inWords(), limit.words(), settings);
  }

  private String load(Seen seen) {
    var latency = seen.latency();
    var best = best();
    return String.format(Locale.ROOT,
        "%n  peak      %,9.0f acks/s, %d connections, closed loop (%,.0f before the"
            + " overload); gateway %.1f us, broker %.1f us,"
            + " clients %.1f us of CPU each%n"
            + "  offered   %,9.0f/s = %.1f x peak, Poisson, %d connections%n"
            + "  sent      %,9.0f/s = %.1f x peak; %,d arrivals found no connection free%n"
            + "  goodput   %,9.0f acks/s = %.0f %% of peak; p50 %.1f, p99 %.1f, max %.1f ms from the"
            + " planned moment%n"
            + "  refusals  %s; %d without Retry-After; %d connections broken%n"
            + "  counted by the gateway: %s; %d refused ones are in the topic all the same%n",
        best.perSecond(), best.connections(), peak.perSecond(), best.cost().serverMicros(),
        best.cost().brokerMicros(), best.cost().clientMicros(), offered,
        offered / best.perSecond(), seen.connections(), sent, sent / best.perSecond(),
        seen.unsent(), seen.perSecond(), 100 * seen.perSecond() / best.perSecond(),
        latency.p50(), latency.p99(), latency.max(), statuses(seen.others()),
        seen.withoutRetryAfter(), seen.lost(), overload.outcomes(), overload.unacknowledged());
  }

  private static String of(Size size) {
    return String.format(Locale.ROOT,
        "  heap after collections, by thirds of the run: %s MiB, highest %.0f; resident %.0f to"
            + " %.0f MiB; at most %d connections, %d requests in flight%n",
        size.heapLowest().stream().map(mib -> String.format(Locale.ROOT, "%.0f", mib))
            .collect(Collectors.joining(", ")),
        size.heapHighest(), size.resident().getFirst(), size.resident().getLast(),
        size.connectionsHighest(), size.inflightHighest());
  }

  private static String burst(PhonesSeen seen, Map<String, Long> outcomes) {
    var by = seen.servedBy().entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%.1f %% in %d s",
            100.0 * entry.getValue() / seen.phones(), entry.getKey()))
        .collect(Collectors.joining(", "));
    return String.format(Locale.ROOT,
        "%n  %,d phones at once, one report each: %,d served, the last after %.1f s%n"
            + "  served: %s%n"
            + "  phones by attempts: %s%n"
            + "  other answers: %s; %d without Retry-After; %,d attempts without an answer;"
            + " at most %,d connections, %s%n"
            + "  counted by the gateway: %s%n",
        seen.phones(), seen.served(), seen.servedMillis().getOrDefault(100, 0L) / 1e3, by,
        seen.attempts(), statuses(seen.others()), seen.withoutRetryAfter(), seen.broken(),
        seen.mostOpen(), seen.heldBack() ? "others held back by the clients' own bound"
            : "none held back by the clients",
        outcomes);
  }

  private static String statuses(Map<Integer, Long> others) {
    return others.isEmpty() ? "none" : others.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%,d of %d", entry.getValue(), entry.getKey()))
        .collect(Collectors.joining(", "));
  }
}
