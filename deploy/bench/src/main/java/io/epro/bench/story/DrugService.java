package io.epro.bench.story;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.epro.bench.sample.SampleDictionary;
import io.epro.drug.Drug;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The dictionary as another team's service would give it: a call takes as long as a call in a network does. */
final class DrugService implements DrugSource {
  private final Duration call;
  private final Map<String, Drug> drugs = SampleDictionary.drugs().stream()
      .collect(Collectors.toMap(Drug::drugId, Function.identity()));

  /** @param call how long each takes */
  DrugService(Duration call) {
    this.call = call;
  }

  @Override
  public DrugInfo load(String drugId) {
    LockSupport.parkNanos(call.toNanos());
    var drug = drugs.get(drugId);
    return drug == null ? new DrugInfo(false, "", "", "\"known\":false", System.nanoTime())
        : known(drug.name(), Objects.requireNonNull(drug.atc(), "all of the sample have one"));
  }

  private static DrugInfo known(String name, String atc) {
    var json = new StringBuilder("\"known\":true,\"name\":\"");
    JsonStringEncoder.getInstance().quoteAsString(name, json);
    json.append("\",\"atc\":\"");
    JsonStringEncoder.getInstance().quoteAsString(atc, json);
    return new DrugInfo(true, name, atc, json.append('"').toString(), System.nanoTime());
  }
}
