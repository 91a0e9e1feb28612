package io.epro.processor.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.epro.config.Settings;
import io.epro.local.fixture.PostgresProxy;
import io.epro.local.fixture.RealPostgres;
import io.epro.processor.ProcessorSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

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

  @Test
  void whoIsToldToStopWaitsForNoAnswer() throws Exception {
    var stopping = new AtomicBoolean();
    try (var database = open(stopping::get, Map.of("processor.postgres.answer-timeout", "1m"));
        var connection = database.connection()) {
      stopping.set(true);

      assertThatThrownBy(() -> database.timed(connection,
          () -> ask(connection, "select pg_sleep(50)"))).isInstanceOf(SQLException.class);
    }
  }

  /** No reading here that could time out; and more than all buffers on the way hold. */
  @Test
  void aWriteThatNobodyTakesIsCut() throws Exception {
    try (var proxy = PostgresProxy.before(real.url());
        var database = open(() -> false, Map.of(
            "processor.postgres.url", proxy.jdbcUrl() + "?socketTimeout=0",
            "processor.postgres.answer-timeout", "1s"))) {
      var hold = proxy.holdCopy(1_000);

      assertThatThrownBy(() -> {
        try (var connection = database.connection()) {
          database.timed(connection, () -> copyMuch(connection));
        }
      }).isInstanceOf(SQLException.class);
      assertThat(hold.taken()).isTrue();
    }
  }

  private static long copyMuch(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("create temporary table much (filling text)");
    }
    var line = ("x".repeat(8_191) + "\n").getBytes(US_ASCII);
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy much from stdin");
    for (int i = 0; i < 8_192; i++) {
      copy.writeToCopy(line, 0, line.length);
    }
    return copy.endCopy();
  }

  @Test
  void aServerThatOnlyReadsTakesNoBatchesUntilItWritesAgain() throws Exception {
    try (var owner = real.connect()) {
      try (var database = open()) {
        database.prepare();
        assertThat(database.takesBatches()).isTrue();
      }
      change(owner, "set default_transaction_read_only = on");
      try (var database = open()) {
        assertThat(database.takesBatches()).isFalse();
        change(owner, "reset default_transaction_read_only");
        await("with new sessions").until(database::takesBatches);
      }
    }
  }

  @Test
  void tablesThatAreGoneAreMadeAgain() throws Exception {
    try (var database = open(); var owner = real.connect()) {
      database.prepare();
      try (var statement = owner.createStatement()) {
        statement.execute("drop schema \"Trial 7\" cascade");
      }

      assertThat(database.takesBatches()).isTrue();
      assertThat(ask(owner, "select count(*) from \"Trial 7\".report")).isEqualTo("0");
    }
  }

  private static void change(Connection owner, String how) throws SQLException {
    try (var statement = owner.createStatement()) {
      statement.execute("alter database " + owner.getCatalog() + " " + how);
    }
  }

  private Database open() {
    return open(() -> false, Map.of());
  }

  private Database open(BooleanSupplier stopping, Map<String, String> further) {
    var settings = new HashMap<>(Map.of(
        "processor.postgres.url", real.url(), "processor.postgres.user", real.user(),
        "processor.postgres.password", real.password(),
        "processor.postgres.schema", "Trial 7"));
    settings.putAll(further);
    return new Database(Settings.load(ProcessorSettings.class, settings),
        new SimpleMeterRegistry(), stopping);
  }

  private static @Nullable String ask(Connection connection, String query)
      throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      return result.next() ? result.getString(1) : null;
    }
  }
}
