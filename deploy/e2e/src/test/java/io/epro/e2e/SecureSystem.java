package io.epro.e2e;

import io.epro.e2e.evidence.Names;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import io.epro.local.system.Jars;
import io.epro.local.system.LocalSystem;
import io.epro.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
  static final String SCRAM = "SCRAM-SHA-512";
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);

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
    for (String user : List.of(GATEWAY, PROCESSOR)) {
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
    var log = Files.createTempFile(files, arguments[0], ".log");
    var options = new ArrayList<String>();
    settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
    var program = new ArrayList<>(List.of("-jar", Jars.built().processor().toString()));
    program.addAll(List.of(arguments));
    var child = ChildProcess.start(Command.java(arguments[0], options, program, log));
    if (!child.waitFor(COMMAND_LIMIT) || child.exitCode().orElse(-1) != exitCode) {
      var diagnosis = child.diagnosis();
      child.kill();
      throw new IOException(diagnosis);
    }
    return Files.readString(log);
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    ground.giveBack();
  }
}
