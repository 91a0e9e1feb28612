package io.epro.processor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.local.fixture.RealPostgres;
import io.epro.processor.ProcessorSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every connection of the pool is held to, in a schema that is not named after the user. */
class DatabaseIT {
  private static final String OPEN_TRANSACTIONS = "select count(*) filter (where xact_start is"
      + " not null) from pg_stat_activity where application_name = 'epro-processor'"
      + " and datname = current_database() having count(*) > 1";

  private final RealPostgres.Database real = RealPostgres.get().freshDatabase();

  @Test
  void aConnectionThatWaitsInThePoolIsInNoTransaction() throws Exception {
    try (var database = open(); var observer = real.connect()) {
      database.prepare();
      await("more connections than the one used").until(() -> ask(observer,
          OPEN_TRANSACTIONS) != null);

      assertThat(ask(observer, OPEN_TRANSACTIONS)).isEqualTo("0");
    }
  }

  @Test
  void theSchemaOutlivesARollback() throws Exception {
    try (var database = open()) {
      database.prepare();
      try (var connection = database.connection()) {
        connection.rollback();

        assertThat(ask(connection, "select count(*) from ledger")).isEqualTo("0");
        connection.rollback();
      }
    }
  }

  private Database open() {
    return new Database(Settings.load(ProcessorSettings.class, Map.of(
        "processor.postgres.url", real.url(), "processor.postgres.user", real.user(),
        "processor.postgres.password", real.password(),
        "processor.postgres.schema", "Trial 7")), new SimpleMeterRegistry());
  }

  private static @Nullable String ask(Connection connection, String query)
      throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      return result.next() ? result.getString(1) : null;
    }
  }
}
