package io.epro.bench.suite;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** The same figure in each round; never empty. */
record Rounds(@JsonValue List<Double> values) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  Rounds {
    values = List.copyOf(values);
  }

  /** Of an even number, the mean of the two in the middle. */
  double median() {
    var sorted = values.stream().sorted().toList();
    int count = sorted.size();
    return (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
  }

  double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Round by round. */
  Rounds over(Rounds other) {
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / other.values.get(i));
    }
    return new Rounds(ratios);
  }
}
