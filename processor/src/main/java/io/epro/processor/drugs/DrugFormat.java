package io.epro.processor.drugs;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** In whose form a dictionary's file is written. */
public enum DrugFormat {
  /** Our own: {@code drugId,name,atc[,unit]}; or any CSV whose columns are mapped to these. */
  CSV(Layout.CSV),
  /** The WHO's ATC/DDD index as CSV. */
  ATC(Layout.WHO_ATC),
  /** The FDA's NDC directory, {@code product.txt}. */
  NDC(Layout.FDA_NDC),
  /** The NLM's RxNorm, {@code RXNCONSO.RRF}. */
  RXNORM(null);

  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to its map and lists
  private final @Nullable Layout layout;

  DrugFormat(@Nullable Layout layout) {
    this.layout = layout;
  }

  /** @param mapped instead of the format's own layout; null for that */
  DrugFile open(InputStream in, @Nullable Layout mapped) throws IOException {
    var here = mapped == null ? layout : mapped;
    return here == null ? new RxNormDrugs(in) : new DelimitedDrugs(in, here);
  }
}
