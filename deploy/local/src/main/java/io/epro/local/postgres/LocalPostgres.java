package io.epro.local.postgres;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.process.LogTail;
import io.epro.local.process.Ports;
import io.epro.local.process.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres server as a child process, on loopback, with the role and database {@code epro}. It can
 * be stopped or killed and started again on the same data and port. Unlike what embedded databases
 * do for tests, fsync is on: a COMMIT that was answered is on disk. Not for use by several threads at
 * once.
 */
public final class LocalPostgres implements AutoCloseable {
  public static final String USER = "epro";
  public static final String PASSWORD = "epro";
  public static final String DATABASE = "epro";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  // No statements and no details in the log: they would quote patients' data.
  private static final Map<String, String> CONFIG = Map.of(
      "listen_addresses", "127.0.0.1",
      "unix_socket_directories", "",
      "fsync", "on",
      "max_connections", "100",
      "log_error_verbosity", "terse",
      "log_min_error_statement", "panic",
      "log_timezone", "UTC",
      "timezone", "UTC");

  private final Path directory;
  private final int port;
  private @Nullable ChildProcess process;

  /**
   * A server that is not started yet.
   *
   * @param directory for data and log; created when missing, kept at the end
   * @param port 0 picks a free one now
   */
  public LocalPostgres(Path directory, int port) {
    this.directory = directory.toAbsolutePath();
    this.port = Ports.orFree(port);
  }

  /**
   * Starts the server and returns when it serves. A server that a crashed run left on the same data
   * is stopped first.
   *
   * @throws IOException with the end of its log when it does not serve within 60 s
   */
  public void start() throws IOException {
    if (process != null && process.alive()) {
      throw new IllegalStateException("Postgres runs already");
    }
    var user = Unprivileged.onThisMachine();
    var binaries = PostgresBinaries.unpacked();
    var cluster = new Cluster(directory, user);
    cluster.initialise(binaries);
    cluster.stopLeftover();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    var started = ChildProcess.start(command(user, binaries, cluster.data()));
    while (!serves(started, cluster, deadline)) {
      // Backends of a killed server take a moment to notice, and hold its shared memory until then.
      if (System.nanoTime() > deadline || !LogTail.of(log(), 5).contains("shared memory block")) {
        var diagnosis = started.diagnosis();
        started.kill();
        throw new IOException("Postgres does not serve on port " + port + ": " + diagnosis);
      }
      started = ChildProcess.start(command(user, binaries, cluster.data()));
    }
    process = started;
    createDatabase(cluster);
  }

  /** A fast shutdown: sessions are ended, what is committed is checkpointed. */
  public void stop() {
    if (process == null || !process.alive()) {
      return;
    }
    try {
      Signals.send("INT", process.pid()); // SIGTERM would wait for all clients to leave
    } catch (IOException e) {
      process.kill();
    }
    if (!process.waitFor(STOP_LIMIT)) {
      kill();
    }
  }

  /** SIGKILL to the server and all its backends, as a machine's crash would be to them. */
  public void kill() {
    var server = process();
    var backends = ProcessHandle.of(server.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .toList();
    server.kill();
    backends.forEach(ProcessHandle::destroyForcibly);
  }

  /** SIGSTOP to the server and all its backends: connections stay, nothing is answered. */
  public void freeze() throws IOException {
    Signals.freezeTree(process().pid());
  }

  /** Lets them go on where they were. */
  public void thaw() throws IOException {
    Signals.thawTree(process().pid());
  }

  @Override
  public void close() {
    stop();
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  public int port() {
    return port;
  }

  public Path log() {
    return directory.resolve("postgres.log");
  }

  /** A connection as {@link #USER}. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), USER, PASSWORD);
  }

  /** A connection to the same database as the superuser {@code postgres}. */
  public Connection connectAsSuperuser() throws IOException, SQLException {
    return DriverManager.getConnection(jdbcUrl(), "postgres",
        new Cluster(directory, Unprivileged.onThisMachine()).superPassword());
  }

  /** The data directory, which may be copied while the server is stopped. */
  public Path data() {
    return directory.resolve("data");
  }

  /** The child, for watching it. A new one after each start. */
  public ChildProcess process() {
    if (process == null) {
      throw new IllegalStateException("Postgres was never started");
    }
    return process;
  }

  private Command command(Unprivileged user, Path binaries, Path data) {
    var words = new ArrayList<>(user.prefix());
    words.addAll(List.of(binaries.resolve("bin/postgres").toString(), "-D", data.toString(), "-p",
        Integer.toString(port)));
    CONFIG.forEach((key, value) -> words.addAll(List.of("-c", key + "=" + value)));
    return new Command("postgres", words, Map.of(), log());
  }

  private boolean serves(ChildProcess server, Cluster cluster, long deadline) throws IOException {
    while (server.alive() && System.nanoTime() < deadline) {
      if (Thread.currentThread().isInterrupted()) {
        server.kill();
        throw new IOException("interrupted while Postgres started");
      }
      try (var connection = superuser(cluster)) {
        return connection.isValid(5);
      } catch (SQLException e) {
        server.waitFor(Duration.ofMillis(50));
      }
    }
    return false;
  }

  private Connection superuser(Cluster cluster) throws IOException, SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?connectTimeout=2&loginTimeout=5",
        "postgres", cluster.superPassword());
  }

  private void createDatabase(Cluster cluster) throws IOException {
    try (var connection = superuser(cluster)) {
      if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = '" + USER + "'")) {
        run(connection, "CREATE ROLE " + USER + " LOGIN CREATEDB PASSWORD '" + PASSWORD + "'");
      }
      if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
        run(connection, "CREATE DATABASE " + DATABASE + " OWNER " + USER);
      }
    } catch (SQLException e) {
      throw new IOException("Postgres cannot be given its database", e);
    }
  }

  private static boolean exists(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      return result.next();
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
