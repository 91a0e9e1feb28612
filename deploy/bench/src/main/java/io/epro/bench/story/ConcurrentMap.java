package io.epro.bench.story;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A ConcurrentHashMap: reads take no lock, loading a drug locks the bin that it is in. */
final class ConcurrentMap implements DrugCache {
  private final DrugSource source;
  private final Map<String, DrugInfo> drugs = new ConcurrentHashMap<>();

  ConcurrentMap(DrugSource source) {
    this.source = source;
  }

  @Override
  public DrugInfo find(String drugId) {
    var known = drugs.get(drugId);
    if (known != null && DrugCache.isFresh(known)) {
      return known;
    }
    return drugs.compute(drugId,
        (id, now) -> now != null && DrugCache.isFresh(now) ? now : source.load(id));
  }
}
