package io.epro.bench.soak;

import java.util.List;
import java.util.Map;

/**
 * One look at everything. What could not be read is absent.
 *
 * @param at seconds since the load began
 * @param acknowledged reports so far, as phones were told
 * @param passed records that the ledger has passed so far; -1 while it could not be read
 * @param lag records that wait; -1 while it could not be read
 * @param connections to Postgres; -1 while it could not be read
 * @param ack from accepted to acknowledged, of what came since the look before
 * @param visible from received to committed, the same
 */
record Sample(double at, List<OfPart> parts, long acknowledged, long passed, long lag,
    int connections, Buckets ack, Buckets visible) {

  /** @param life which one of that program's */
  record OfPart(String name, int life, double since, Map<Gauge, Double> values) {}
}
