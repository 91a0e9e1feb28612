package io.epro.e2e;

import io.epro.e2e.evidence.Names;
import io.epro.local.system.LocalSystem;
import io.epro.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * A system as operations should run it: TLS to broker and database, a user for each program with the rights
 * that {@code deploy/kafka} and {@code deploy/postgres} give it, under the names that stand there.
 */
final class SecureSystem implements AutoCloseable {
  static final Names NAMES = new Names(Topics.RAW, Topics.REJECTED, "epro-processor", "epro");
  static final String GATEWAY = "epro-gateway";
  static final String PROCESSOR = "epro-processor";
  static final String DRUGS = "epro-drugs";
  static final String TOOLS = "epro-tools";
  static final String SCRAM = "SCRAM-SHA-512";

  private final Authority authority = new Authority();
  private final Path files;
  private final Path trusted;
  private final SecureBroker broker;
  private final Ground ground;
  private final SecureDatabase database;
  private final Admin admin;

  SecureSystem() throws Exception {
    files = Files.createTempDirectory("epro-secure-");
    trusted = authority.trusted(files);
    broker = new SecureBroker(authority.issue(files, "broker").both(), trusted);
    ground = Ground.own(1,
        plan -> plan.withBrokerSettings(broker.settings(Map.of(DRUGS, password(DRUGS)))));
    admin = Admin.create(Map.of("bootstrap.servers", system().kafka().bootstrapServers()));
    for (String user : List.of(GATEWAY, PROCESSOR, TOOLS)) {
      SecureBroker.setPassword(admin, user, password(user));
    }
    SecureBroker.grant(admin, SecureBroker.shippedAcls());
    database = new SecureDatabase(system().postgres());
    database.createRoles();
    database.useTls(authority.issue(files, "postgres"), trusted);
    run(0, withDatabase(Map.of(), SecureDatabase.OWNER), "migrate");
    database.grant();
  }

  static String password(String user) {
    return "pw-of-" + user;
  }

  Authority authority() {
    return authority;
  }

  Path files() {
    return files;
  }

  Path trusted() {
    return trusted;
  }

  SecureBroker broker() {
    return broker;
  }

  SecureDatabase database() {
    return database;
  }

  Ground ground() {
    return ground;
  }

  LocalSystem system() {
    return ground.system();
  }

  /** Past the authorizer. */
  Admin admin() {
    return admin;
  }

  Map<String, String> gateway() {
    return broker.client("gateway", SCRAM, GATEWAY, password(GATEWAY));
  }

  Map<String, String> processor() {
    var all = new HashMap<>(broker.client("processor", SCRAM, PROCESSOR, password(PROCESSOR)));
    all.put("processor.postgres.migrate", "false");
    all.put("processor.topics.development", "true");
    return withDatabase(all, SecureDatabase.WRITER);
  }

  /** The settings of {@code drugs load}, which comes with SASL/PLAIN. */
  Map<String, String> drugs() {
    return broker.client("processor", "PLAIN", DRUGS, password(DRUGS));
  }

  /** The settings of the data team's tools. */
  Map<String, String> tools(String role) {
    return withDatabase(broker.client("processor", SCRAM, TOOLS, password(TOOLS)), role);
  }

  Map<String, String> withDatabase(Map<String, String> others, String role) {
    var all = new HashMap<>(others);
    all.put("processor.postgres.url",
        system().postgres().jdbcUrl() + "?sslmode=verify-full&sslrootcert=" + trusted);
    all.put("processor.postgres.user", role);
    all.put("processor.postgres.password", SecureDatabase.password(role));
    return all;
  }

  /** Runs a command of the processor to its end. @return what it said */
  String run(int exitCode, Map<String, String> settings, String... arguments) throws IOException {
    return Tool.run(exitCode, files, settings, arguments);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    ground.giveBack();
  }
}
