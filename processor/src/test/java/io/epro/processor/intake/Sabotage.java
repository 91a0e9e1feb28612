package io.epro.processor.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.epro.processor.enrich.DrugLookup;
import io.epro.processor.validate.Judge;

/** Stages that fail at the drugs {@code in validate}, {@code too deep} and {@code in enrich}. */
public final class Sabotage {
  private Sabotage() {}

  public static Judge of(Judge judge) {
    return (body, receivedAt) -> {
      String text = body == null ? "" : new String(body, UTF_8);
      if (text.contains("in validate")) {
        throw new IllegalStateException(text);
      }
      if (text.contains("too deep")) {
        throw new IllegalStateException(text + deep(0));
      }
      return judge.validate(body, receivedAt);
    };
  }

  public static DrugLookup of(DrugLookup drugs) {
    return (text, from, length) -> {
      if (new String(text, from, length, UTF_8).equals("in enrich")) {
        throw new ArrayIndexOutOfBoundsException(new String(text, UTF_8));
      }
      return drugs.find(text, from, length);
    };
  }

  /** Never returns: the stack ends first. */
  @SuppressWarnings("InfiniteRecursion")
  private static int deep(int level) {
    return 1 + deep(level + 1);
  }
}
