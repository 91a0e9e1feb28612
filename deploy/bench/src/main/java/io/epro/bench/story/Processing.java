package io.epro.bench.story;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parse, judge, enrich, INSERT. Confined to one thread, unless its way of making is not. */
final class Processing implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(Processing.class);

  private final Making making;
  private final DrugCache drugs;
  private final ArticleTable table;
  private final Outcomes outcomes;
  private final InstantSource clock = InstantSource.system();

  Processing(Making making, DrugCache drugs, ArticleTable table, Outcomes outcomes) {
    this.making = making;
    this.drugs = drugs;
    this.table = table;
    this.outcomes = outcomes;
  }

  @Override
  public void process(byte[] body) {
    long start = System.nanoTime();
    try {
      var row = making.make(body, clock.millis(), drugs);
      if (row == null) {
        outcomes.refused();
      } else {
        table.insert(row);
        outcomes.stored(Duration.ofNanos(System.nanoTime() - start));
      }
    } catch (IOException | SQLException e) {
      // Its sender was told "accepted"; there is nobody to tell. That is the story.
      outcomes.failed();
      LOG.atDebug().setCause(e).log("a report that was accepted is lost");
    }
  }
}
