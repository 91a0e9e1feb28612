package io.epro.bench.measure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a bench that is kept over time, with what stands beside it in the same run.
 *
 * @param name unique within its bench
 * @param ceiling the most that could be had, by something that does less
 * @param peer what one would have without this project
 */
public record Figure(String name, String unit, Better better, double value,
    @Nullable Beside ceiling, @Nullable Beside peer) {

  /** Which way it should go. */
  public enum Better {
    MORE, LESS
  }

  /** Somebody else's figure of the same kind. */
  public record Beside(String name, double value) {}

  public static Figure more(String name, String unit, double value) {
    return new Figure(name, unit, Better.MORE, value, null, null);
  }

  public static Figure less(String name, String unit, double value) {
    return new Figure(name, unit, Better.LESS, value, null, null);
  }

  /** @param most empty where it was not measured */
  public Figure under(String whose, Optional<Double> most) {
    return new Figure(name, unit, better, value,
        most.map(known -> new Beside(whose, known)).orElse(null), peer);
  }

  /** @param theirs empty where it was not measured */
  public Figure against(String whose, Optional<Double> theirs) {
    return new Figure(name, unit, better, value, ceiling,
        theirs.map(known -> new Beside(whose, known)).orElse(null));
  }
}
