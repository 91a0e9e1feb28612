package io.epro.bench.drugs;

import io.epro.bench.measure.Figure;
import io.epro.bench.measure.Machine;
import io.epro.bench.measure.Measured;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All that one command measured. */
record DrugsResult(Machine machine, List<Lookups> lookups, @Nullable Loaded loaded)
    implements Measured {

  @Override
  public List<Figure> figures() {
    return of(Store.SHARDED).map(own -> List.of(
        beside(Figure.more("lookups beside a writer", "million a second", own.millions()),
            Lookups::millions),
        beside(Figure.less("allocated by a lookup", "bytes", own.bytes()), Lookups::bytes)))
        .orElse(List.of());
  }

  private Figure beside(Figure figure, ToDoubleFunction<Lookups> which) {
    return figure.against(Store.CONCURRENT_MAP.title(),
        of(Store.CONCURRENT_MAP).map(which::applyAsDouble));
  }

  /** Under the first load. */
  private Optional<Lookups> of(Store store) {
    return lookups.stream().filter(one -> one.cell().store() == store
        && one.cell().isLike(lookups.getFirst().cell())).findFirst();
  }

  static String head() {
    return String.format(Locale.ROOT,
        "%n  %7s %9s %9s %-6s %-22s %9s %8s %6s %10s %8s %9s %8s %7s%n",
        "threads", "updates/s", "drugs", "asked", "", "million/s", "ns", "bytes", "waited ns",
        "x as fast", "updates/s", "update us", "GC ms/s");
  }

  /** @param sharded what the store came to under the same load, where it was measured */
  static String row(Lookups of, Optional<Lookups> sharded) {
    var cell = of.cell();
    return String.format(Locale.ROOT,
        "  %7d %9d %9d %-6s %-22s %9.1f %8.1f %6.1f %10.2f %8s %9.0f %8.2f %7.1f%n",
        cell.threads(), cell.updates(), cell.drugs(), cell.known() ? "known" : "not",
        cell.store().title(), of.millions(), of.nanos(), of.bytes(), of.waited(),
        sharded.filter(own -> own.cell().store() != cell.store())
            .map(own -> String.format(Locale.ROOT, "%.1f", own.millions() / of.millions()))
            .orElse(""),
        of.updates(), of.updateMicros(), of.paused());
  }

  static String explained() {
    return """

        ns: of one of the cores that the threads share. waited: how long, for each lookup, its thread stood
        waiting for a lock (not spinning, not in native code). x as fast: the sharded store, of this one.
        """;
  }

  static String inWords(Loaded loaded) {
    var text = new StringBuilder(String.format(Locale.ROOT,
        "%nFrom the topic: %,d drugs (%,d records) in %.1f s until the topology runs; %.0f bytes a drug,"
            + " each found as published%n",
        loaded.drugs(), loaded.records(), loaded.seconds(), loaded.bytesEach()));
    for (var filled : loaded.filled()) {
      text.append(
          String.format(Locale.ROOT, "  put from memory: %-22s %5.2f s, %.0f bytes a drug%n",
              filled.store().title(), filled.seconds(), filled.bytesEach()));
    }
    return text.toString();
  }
}
