package io.epro.bench.safeguards;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A pipeline that lacks some safeguards.
 *
 * @param program that puts it together
 */
record Variant(String name, Set<Safeguard> lacks, Class<?> program) {
  static final Variant FULL = new Variant("full", Set.of(), VariantProcessor.class);
  static final Variant UNFILTERED = without(Safeguard.FILTER);

  /** The whole, each without one, and one without any. */
  static List<Variant> all() {
    return Stream.of(Stream.of(FULL), Arrays.stream(Safeguard.values()).map(Variant::without),
        Stream.of(new Variant("without all four", EnumSet.allOf(Safeguard.class),
            VariantProcessor.class)))
        .flatMap(variants -> variants).toList();
  }

  private static Variant without(Safeguard safeguard) {
    return new Variant("without "
        + safeguard.name().toLowerCase(Locale.ROOT).replace('_', ' '), EnumSet.of(safeguard),
        VariantProcessor.class);
  }
}
