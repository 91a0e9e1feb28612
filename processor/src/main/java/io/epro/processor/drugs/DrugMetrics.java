package io.epro.processor.drugs;

import io.epro.processor.enrich.LookupCounts;
import io.epro.processor.enrich.ShardedDrugStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code epro_drugs_size}, {@code epro_drugs_lookups_total{result}} and
 * {@code epro_drugs_bad_records_total}. The last counts a record again at each start, since the topic
 * is read from its beginning.
 */
public final class DrugMetrics implements MeterBinder {
  private volatile ShardedDrugStore drugs = new ShardedDrugStore();
  private final LookupCounts lookups;
  private final LongAdder badRecords = new LongAdder();

  public DrugMetrics(LookupCounts lookups) {
    this.lookups = lookups;
  }

  /** Tells the size of this dictionary from now on. */
  void shows(ShardedDrugStore current) {
    drugs = current;
  }

  /** Counts a record of the drugs topic that is no drug. */
  void badRecord() {
    badRecords.increment();
  }

  long badRecords() {
    return badRecords.sum();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("epro.drugs.size", this, metrics -> metrics.drugs.size())
        .description("Drugs in the dictionary").register(registry);
    FunctionCounter.builder("epro.drugs.lookups", lookups, LookupCounts::hits)
        .tag("result", "hit").description("Medications looked up").register(registry);
    FunctionCounter.builder("epro.drugs.lookups", lookups, LookupCounts::misses)
        .tag("result", "miss").description("Medications looked up").register(registry);
    FunctionCounter.builder("epro.drugs.bad.records", badRecords, LongAdder::sum)
        .description("Records of the drugs topic that are no drug").register(registry);
  }
}
