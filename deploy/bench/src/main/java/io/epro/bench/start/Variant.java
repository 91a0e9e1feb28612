package io.epro.bench.start;

import io.epro.local.system.AotCache;
import java.util.List;

/**
 * One way of starting the processor.
 *
 * @param jvm options after the image's own
 */
record Variant(String name, List<String> jvm, AotCache cache) {
  static final String WITHOUT = "no archive";
  static final String USUAL = "JDK's archive";
  static final String OWN = "own archive";
  static final String AOT = "AOT cache";

  /** Where the JVM may find its classes. */
  enum Way {
    NO_ARCHIVE, JDK_ARCHIVE, OWN_ARCHIVE, AOT_CACHE
  }

  /** @param archive that {@link #training} made: classes of one run, no profiles */
  static Variant of(Way way, String archive) {
    return switch (way) {
      case NO_ARCHIVE -> new Variant(WITHOUT, List.of("-Xshare:off"), AotCache.IGNORE);
      case JDK_ARCHIVE -> new Variant(USUAL, List.of(), AotCache.IGNORE);
      case OWN_ARCHIVE ->
        new Variant(OWN, List.of("-XX:SharedArchiveFile=" + archive), AotCache.IGNORE);
      case AOT_CACHE -> new Variant(AOT, List.of(), AotCache.USE);
    };
  }

  /** The run that {@link Way#OWN_ARCHIVE} needs. */
  static Variant training(String archive) {
    return new Variant("training", List.of("-XX:ArchiveClassesAtExit=" + archive),
        AotCache.IGNORE);
  }

  /** @param text {@code NAME=OPTIONS} */
  static Variant parse(String text, AotCache cache) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("not NAME=OPTIONS: " + text);
    }
    return new Variant(text.substring(0, equals),
        List.of(text.substring(equals + 1).strip().split("\\s+")), cache);
  }
}
