package io.epro.bench.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.bench.sample.SampleReports;
import io.epro.bench.story.StoredReports.Fates;
import io.epro.local.postgres.LocalPostgres;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fate of a report, told apart by a real database. */
class StoredReportsIT {
  private static final long FIRST = 1_000_000;

  @TempDir
  private Path directory;

  @Test
  void whatIsLostOrTwiceThereIsCounted() throws Exception {
    try (var postgres = new LocalPostgres(directory.resolve("postgres"), 0)) {
      postgres.start();
      ArticleTable.create(postgres);
      // 7 is of an earlier phase; 0 stored, 1 stored twice, 2 stored without a word, 3 lost
      try (var connection = postgres.connect();
          var insert = connection.prepareStatement(
              "insert into article.report (patient_id, report_id, reported_at, unknown_drugs,"
                  + " received_at) select 'P-1', gen_random_uuid(), to_timestamp((? + n) / 1000.0), 0,"
                  + " now() from unnest(array[7, ? + 0, ? + 1, ? + 1, ? + 2]) as n")) {
        for (int i = 1; i <= 5; i++) {
          insert.setLong(i, i == 1 ? SampleReports.FIRST_MILLIS : FIRST);
        }
        insert.executeUpdate();
      }
      var acknowledged = BitSet.valueOf(new long[]{0b1011});

      try (var stored = new StoredReports(postgres, "article.report")) {
        assertThat(stored.count(0)).isEqualTo(5);
        assertThat(stored.count(FIRST)).isEqualTo(4);
        assertThat(stored.fates(FIRST, acknowledged)).isEqualTo(new Fates(3, 2, 1, 1));
      }
    }
  }
}
