package io.epro.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long all threads of a JVM stood still, from the request to stop until they ran again. What a
 * concurrent collector does beside them is not in it, nor that it makes a thread wait for memory.
 *
 * @param collections how often for the collector
 * @param totalMillis all of those together
 * @param maxMillis the longest of those
 * @param otherMaxMillis the longest for anything else, such as a thread dump
 * @param overOneMilli those for the collector of more than a millisecond, in their order
 */
public record Pauses(long collections, double totalMillis, double maxMillis, double otherMaxMillis,
    List<Pause> overOneMilli) {
  public static final Pauses NONE = new Pauses(0, 0, 0, 0, List.of());

  /** HotSpot's names of what its collectors stop the threads for. */
  private static final List<String> COLLECTORS = List.of("G1", "Serial", "Parallel", "Z",
      "Shenandoah", "CollectForMetadataAllocation");
  private static final Pattern LINE = Pattern.compile("Safepoint \"(\\w+)\".* Total: +(\\d+) ns.*");

  /** @param operation HotSpot's name of it */
  public record Pause(String operation, double millis) {
    private boolean collects() {
      return COLLECTORS.stream().anyMatch(operation::startsWith);
    }
  }

  /** @param lines of a log made with {@code -Xlog:safepoint} */
  static Pauses of(List<String> lines) {
    var pauses = NONE;
    var longOnes = new ArrayList<Pause>();
    for (var line : lines) {
      var found = LINE.matcher(line);
      if (found.find()) {
        var pause = new Pause(found.group(1), Long.parseLong(found.group(2)) / 1e6);
        pauses = pauses.with(pause);
        if (pause.collects() && pause.millis() > 1) {
          longOnes.add(pause);
        }
      }
    }
    return pauses.with(longOnes);
  }

  /** Those of several JVMs. */
  public Pauses and(Pauses other) {
    return new Pauses(collections + other.collections, totalMillis + other.totalMillis,
        Math.max(maxMillis, other.maxMillis), Math.max(otherMaxMillis, other.otherMaxMillis),
        Stream.concat(overOneMilli.stream(), other.overOneMilli.stream()).toList());
  }

  private Pauses with(Pause pause) {
    return pause.collects()
        ? new Pauses(collections + 1, totalMillis + pause.millis(),
            Math.max(maxMillis, pause.millis()), otherMaxMillis, overOneMilli)
        : new Pauses(collections, totalMillis, maxMillis,
            Math.max(otherMaxMillis, pause.millis()), overOneMilli);
  }

  private Pauses with(List<Pause> longOnes) {
    return new Pauses(collections, totalMillis, maxMillis, otherMaxMillis, List.copyOf(longOnes));
  }
}
