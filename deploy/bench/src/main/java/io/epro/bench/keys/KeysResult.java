package io.epro.bench.keys;

import io.epro.bench.measure.Figures;
import io.epro.bench.measure.Machine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All turns of one command. */
record KeysResult(Machine machine, String postgres, int patients, int connections,
    List<Turn> turns) {

  KeysResult with(List<Turn> more) {
    return new KeysResult(machine, postgres, patients, connections,
        Stream.concat(turns.stream(), more.stream()).toList());
  }

  /** Of each variant and size, by Postgres' CPU a row. */
  private List<Turn> medians() {
    var medians = new ArrayList<Turn>();
    for (var turn : turns) {
      if (medians.stream().noneMatch(other -> repeats(turn, other))) {
        medians.add(Figures.median(turns.stream().filter(other -> repeats(turn, other)).toList(),
            other -> other.filling().postgres()));
      }
    }
    return medians;
  }

  private static boolean repeats(Turn one, Turn other) {
    return one.variant().equals(other.variant()) && one.rows() == other.rows();
  }

  static String line(Turn turn) {
    return String.format(Locale.ROOT, "  %,12d %-26s %,9.0f rows/s %6.2f us", turn.rows(),
        turn.variant(), turn.filling().perSecond(), turn.filling().postgres());
  }

  String inWords() {
    var head = ("%nRows coming in, for each of the last; all rows verified. %s, Postgres %s,"
        + " %d connections, %,d patients%n").formatted(machine.inWords(), postgres,
            connections, patients);
    var names = String.format(Locale.ROOT, "  %12s %-26s %9s %7s %9s %6s %9s %8s %8s%n", "rows",
        "", "rows/s", "PG us", "vacuum us", "WAL B", "of it FPI", "table B", "index B");
    return head + names + medians().stream().map(KeysResult::row).collect(Collectors.joining())
        + lookupsInWords();
  }

  private static String row(Turn turn) {
    return String.format(Locale.ROOT,
        "  %,12d %-26s %,9.0f %7.2f %9.2f %6.0f %9.0f %8.0f %8.1f%n", turn.rows(), turn.variant(),
        turn.filling().perSecond(), turn.filling().postgres(), turn.vacuum(), turn.walBytes(),
        turn.walPageBytes(), turn.tableBytes(), turn.allIndexBytes());
  }

  private String lookupsInWords() {
    var head = "%nLookups, ms: median / p99 (* not by an index that is there for it)%n".formatted();
    var names = String.format(Locale.ROOT, "  %12s %-26s", "rows", "") + Arrays
        .stream(Lookup.values()).map(lookup -> String.format(" %23s", lookup.words))
        .collect(Collectors.joining()) + System.lineSeparator();
    return head + names + medians().stream().map(KeysResult::lookupRow)
        .collect(Collectors.joining());
  }

  private static String lookupRow(Turn turn) {
    return String.format(Locale.ROOT, "  %,12d %-26s", turn.rows(), turn.variant())
        + Arrays.stream(Lookup.values()).map(lookup -> String.format(" %23s", cell(turn, lookup)))
            .collect(Collectors.joining())
        + System.lineSeparator();
  }

  private static String cell(Turn turn, Lookup lookup) {
    return turn.lookups().stream().filter(times -> times.lookup() == lookup)
        .map(times -> String.format(Locale.ROOT, "%.2f / %.2f%s", times.p50Millis(),
            times.p99Millis(), times.byIndex() ? "" : " *"))
        .findFirst().orElse("");
  }
}
