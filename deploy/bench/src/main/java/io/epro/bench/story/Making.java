package io.epro.bench.story;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How the row of a report is made: the JSON read, held against the rules, the drugs looked up. */
sealed interface Making permits FreshObjects, ReusedObjects {

  /**
   * Makes the row.
   *
   * @param receivedAt epoch milliseconds
   * @return null where the report breaks a rule; otherwise until the next call, if objects are used again
   * @throws IOException where it is no JSON object of that kind
   */
  @Nullable
  ReportRow make(byte[] body, long receivedAt, DrugCache drugs) throws IOException;
}
