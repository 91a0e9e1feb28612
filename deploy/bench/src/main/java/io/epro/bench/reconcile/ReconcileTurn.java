package io.epro.bench.reconcile;

import java.util.Locale;

/** Seconds, one after the other. */
record ReconcileTurn(double reading, double counting, double reconcile, double deep) {

  String inWords(long records) {
    return String.format(Locale.ROOT,
        "  topic read %.1f s, table counted %.1f s, reconcile %.1f s, --deep %.1f s (%,.0f records/s)",
        reading, counting, reconcile, deep, records / deep);
  }
}
