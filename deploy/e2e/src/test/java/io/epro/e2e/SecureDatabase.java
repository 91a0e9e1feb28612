package io.epro.e2e;

import io.epro.local.postgres.LocalPostgres;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The roles of {@code deploy/postgres} in a database, each with a password, and TLS for all of them. */
final class SecureDatabase {
  static final String OWNER = "epro_owner";
  static final String WRITER = "epro_writer";
  static final String READER = "epro_reader";
  static final String TOOLS = "epro_tools";
  private static final Path SHIPPED = Jars.repository().resolve("deploy/postgres");

  private final LocalPostgres server;

  SecureDatabase(LocalPostgres server) {
    this.server = server;
  }

  static String password(String role) {
    return "pw-of-" + role;
  }

  /** As an administrator would, with the shipped file. The test's own role may look as a reader may. */
  void createRoles() throws IOException, SQLException {
    asSuperuser(Files.readString(SHIPPED.resolve("roles.sql")));
    for (String role : new String[]{OWNER, WRITER, READER, TOOLS}) {
      setPassword(role, password(role));
    }
    asSuperuser("grant " + READER + " to " + LocalPostgres.USER);
  }

  void setPassword(String role, String password) throws IOException, SQLException {
    asSuperuser("alter role " + role + " password '" + password + "'");
  }

  void grant() throws IOException, SQLException {
    try (var connection = as(OWNER); var statement = connection.createStatement()) {
      statement.execute(Files.readString(SHIPPED.resolve("grants.sql")));
    }
  }

  /** The server is asked anew for each connection; those that are open stay as they are. */
  void useTls(Authority.Identity identity, Path trusted) throws IOException, SQLException {
    install(identity.key(), "server.key");
    install(identity.certificates(), "server.crt");
    install(trusted, "root.crt");
    Files.writeString(server.data().resolve("pg_hba.conf"), """
        hostssl all epro_mutual 127.0.0.1/32 scram-sha-256 clientcert=verify-full
        hostssl all all 127.0.0.1/32 scram-sha-256
        """);
    asSuperuser("alter system set ssl_ca_file = 'root.crt'");
    asSuperuser("alter system set ssl = on");
    asSuperuser("select pg_reload_conf()");
  }

  /** For a test that looks into the protocol. */
  void allowPlain() throws IOException, SQLException {
    Files.writeString(server.data().resolve("pg_hba.conf"),
        "host all all 127.0.0.1/32 scram-sha-256\n");
    asSuperuser("select pg_reload_conf()");
  }

  void endSessionsOf(String role) throws IOException, SQLException {
    asSuperuser(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + role + "'");
  }

  /** As that role, by whatever way in there is. */
  Connection as(String role) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), role, password(role));
  }

  void asSuperuser(String sql) throws IOException, SQLException {
    try (var connection = server.connectAsSuperuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void install(Path from, String name) throws IOException {
    var data = server.data();
    var to = Files.copy(from, data.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
    Files.setOwner(to, Files.getOwner(data));
  }
}
