package io.epro.bench.drugs;

import io.epro.processor.enrich.ShardedDrugStore;
import org.jspecify.annotations.Nullable;

/** The store that production has. */
final class Sharded implements Dictionary {
  private final ShardedDrugStore drugs = new ShardedDrugStore();

  @Override
  public byte @Nullable [] find(Questions questions, int at) {
    return drugs.find(questions.text(), Questions.offset(at), Questions.LENGTH);
  }

  @Override
  public void put(byte[] id, byte[] fragment) {
    drugs.put(id, fragment);
  }
}
