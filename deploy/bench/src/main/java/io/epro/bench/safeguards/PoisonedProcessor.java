package io.epro.bench.safeguards;

import io.epro.processor.enrich.DrugLookup;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The whole processor with a bug: the enrichment throws at one drug. */
public final class PoisonedProcessor {
  private PoisonedProcessor() {}

  /** Arguments: those of {@link Progress}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    new VariantProcessor(Set.of(), PoisonedProcessor::throwing)
        .work(Progress.of(List.of(arguments)));
  }

  private static DrugLookup throwing(DrugLookup drugs) {
    byte[] bomb = Poison.bomb();
    return (text, from, length) -> {
      if (length == bomb.length && Arrays.equals(text, from, from + length, bomb, 0, length)) {
        throw new IllegalStateException("a bug");
      }
      return drugs.find(text, from, length);
    };
  }
}
