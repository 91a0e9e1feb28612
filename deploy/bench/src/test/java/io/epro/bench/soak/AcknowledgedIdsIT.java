package io.epro.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.bench.soak.AcknowledgedIds.Fates;
import io.epro.local.postgres.LocalPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each fate of a report, told apart by a real database. */
class AcknowledgedIdsIT {
  @TempDir
  private Path directory;

  @Test
  void whatIsLostOrDoubledOrUntoldIsCounted() throws Exception {
    try (var postgres = new LocalPostgres(directory.resolve("postgres"), 0);
        var told = new AcknowledgedIds(directory.resolve("ids"))) {
      postgres.start();
      try (var connection = postgres.connect(); var statement = connection.createStatement()) {
        statement.execute("create schema epro");
        statement.execute("create table epro.report (report_id uuid)");
        statement.execute("create table epro.rejection (report_id uuid)");
        // 1 and 2 stored, 2 also in conflict; 3 rejected twice; 4 lost; 5 doubled; 6 told to nobody
        statement.execute("insert into epro.report values " + rows(1, 2, 5, 5, 6));
        statement.execute("insert into epro.rejection values " + rows(2, 3, 3));
      }
      for (long number : List.of(1L, 1L, 2L, 3L, 4L, 5L)) {
        told.add(id(number));
      }

      var fates = told.fates(postgres);

      assertThat(fates).isEqualTo(new Fates(5, 2, 1, 1, 1, 1));
      assertThat(Guarantees.of(fates).holds()).isFalse();
    }
  }

  @Test
  void eachFateAloneIsEnoughToFail() {
    assertThat(Guarantees.of(new Fates(5, 4, 1, 0, 0, 0)).holds()).isTrue();
    for (var fates : List.of(new Fates(5, 3, 1, 1, 0, 0), new Fates(5, 3, 1, 0, 1, 0),
        new Fates(5, 4, 1, 0, 0, 1), new Fates(0, 0, 0, 0, 0, 0))) {
      assertThat(Guarantees.of(fates).holds()).isFalse();
    }
  }

  private static String rows(long... numbers) {
    return String.join(",",
        LongStream.of(numbers).mapToObj(number -> "('" + id(number) + "')").toList());
  }

  private static UUID id(long number) {
    return new UUID(7, number);
  }
}
