package io.epro.processor.drugs;

import io.epro.processor.enrich.ShardedDrugStore;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;

/**
 * The drug table as Streams sees it: a global store in memory, empty at each start and filled from the
 * beginning of its topic before any stream thread runs. It is not persistent and keeps no offsets
 * ({@code managesOffsets()} stays at its default, false), so there is no checkpoint to trust.
 *
 * <p>Streams' global thread alone calls the life-cycle methods.
 */
final class DrugStateStore implements StateStore {
  private final String name;
  private final ShardedDrugStore drugs;
  private volatile boolean open;

  DrugStateStore(String name, ShardedDrugStore drugs) {
    this.name = name;
    this.drugs = drugs;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {
    drugs.clear();
    // Streams demands a callback and never calls it: a global store added with a processor is
    // restored through that processor (GlobalStateManagerImpl.reprocessState in 4.3.1).
    context.register(root, (key, value) -> {
      throw new IllegalStateException("the drug store restores through its processor");
    });
    open = true;
  }

  /** Leaves the drugs where they are: stream threads may still be finishing a batch. */
  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
