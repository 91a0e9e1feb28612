package io.epro.bench.measure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What a bench writes as JSON, with the few figures in it that are worth following over time. */
public interface Measured {
  Machine machine();

  /** Of the first combination that it ran, where it ran several. */
  @JsonProperty
  List<Figure> figures();
}
