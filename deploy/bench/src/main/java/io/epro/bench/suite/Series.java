package io.epro.bench.suite;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.epro.bench.measure.Figure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A figure over the rounds of one run, with what stood beside it in each of them.
 *
 * @param name unique within its bench
 */
record Series(String bench, String name, String unit, Figure.Better better, Rounds own,
    @Nullable Beside ceiling, @Nullable Beside peer) {

  /** Somebody else's figure of the same kind. */
  record Beside(String name, Rounds rounds) {}

  /** @param rounds the same figure in each of them; not empty */
  static Series of(String bench, List<Figure> rounds) {
    var first = rounds.getFirst();
    return new Series(bench, first.name(), first.unit(), first.better(),
        new Rounds(rounds.stream().map(Figure::value).toList()),
        beside(rounds, Figure::ceiling), beside(rounds, Figure::peer));
  }

  private static @Nullable Beside beside(List<Figure> rounds,
      Function<Figure, Figure.@Nullable Beside> which) {
    var first = which.apply(rounds.getFirst());
    return first == null ? null : new Beside(first.name(), new Rounds(rounds.stream()
        .map(figure -> Objects.requireNonNull(which.apply(figure), "in one round only").value())
        .toList()));
  }

  boolean isLike(Series other) {
    return bench.equals(other.bench) && name.equals(other.name) && unit.equals(other.unit);
  }

  /** What a slow or fast moment of the machine moves as much as the figure itself. */
  @JsonIgnore
  Optional<Beside> measure() {
    return Optional.ofNullable(ceiling).or(() -> Optional.ofNullable(peer));
  }
}
