package io.epro.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.local.fixture.RealPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresIT {
  @TempDir
  Path directory;

  @Test
  void keepsCommittedRowsThroughKillStopAndRestart() throws Exception {
    try (var postgres = new LocalPostgres(directory, 0)) {
      postgres.start();
      execute(postgres, "CREATE TABLE t (v text)");
      execute(postgres, "INSERT INTO t VALUES ('first')");

      postgres.kill();
      assertThat(postgres.process().alive()).isFalse();
      postgres.start();
      execute(postgres, "INSERT INTO t VALUES ('second')");
      postgres.stop();
      postgres.start();

      assertThat(ask(postgres, "SELECT string_agg(v, ',') FROM t")).isEqualTo("first,second");
    }
  }

  @Test
  void isDurableAndKeepsToLoopback() throws Exception {
    try (var postgres = new LocalPostgres(directory, 0)) {
      postgres.start();

      assertThat(ask(postgres, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(postgres, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(ask(postgres, "SHOW server_version")).startsWith("18.");
    }
  }

  @Test
  void takesOverFromAServerThatACrashedRunLeftBehind() throws Exception {
    var crashed = new LocalPostgres(directory, 0);
    crashed.start();
    execute(crashed, "CREATE TABLE t (v text)");

    try (var next = new LocalPostgres(directory, 0)) {
      next.start();

      assertThat(crashed.process().alive()).isFalse();
      assertThat(ask(next, "SELECT count(*) FROM t")).isEqualTo("0");
    }
  }

  @Test
  void saysWhyItDoesNotStart() throws Exception {
    try (var postgres = new LocalPostgres(directory.resolve("a"), 0)) {
      postgres.start();
      try (var rival = new LocalPostgres(directory.resolve("b"), postgres.port())) {
        assertThatThrownBy(rival::start)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("port " + postgres.port())
            .hasMessageContaining("postgres.log");
      }
    }
  }

  @Test
  void theFixtureGivesEachTestADatabaseOfItsOwn() throws Exception {
    var one = RealPostgres.get().freshDatabase();
    var other = RealPostgres.get().freshDatabase();

    assertThat(one.url()).isNotEqualTo(other.url());
    try (var connection = one.connect(); var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA epro");
    }
  }

  private static void execute(LocalPostgres postgres, String sql) throws SQLException {
    try (var connection = postgres.connect(); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(LocalPostgres postgres, String query) throws SQLException {
    try (var connection = postgres.connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }
}
