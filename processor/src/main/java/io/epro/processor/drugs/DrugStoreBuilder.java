package io.epro.processor.drugs;

import io.epro.processor.enrich.ShardedDrugStore;
import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Gives Streams the store around its topology's own drug table. Neither caching nor a changelog makes
 * sense for it: the topic that it is read from is its log.
 */
final class DrugStoreBuilder implements StoreBuilder<DrugStateStore> {
  private final String name;
  private final ShardedDrugStore drugs;

  DrugStoreBuilder(String name, ShardedDrugStore drugs) {
    this.name = name;
    this.drugs = drugs;
  }

  @Override
  public DrugStateStore build() {
    return new DrugStateStore(name, drugs);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public StoreBuilder<DrugStateStore> withCachingEnabled() {
    throw new UnsupportedOperationException("the drug store is a cache");
  }

  @Override
  public StoreBuilder<DrugStateStore> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<DrugStateStore> withLoggingEnabled(Map<String, String> config) {
    throw new UnsupportedOperationException("the drugs topic is the log");
  }

  @Override
  public StoreBuilder<DrugStateStore> withLoggingDisabled() {
    return this;
  }

  @Override
  public Map<String, String> logConfig() {
    return Map.of();
  }

  @Override
  public boolean loggingEnabled() {
    return false;
  }
}
