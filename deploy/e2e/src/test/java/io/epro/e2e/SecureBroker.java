package io.epro.e2e;

import io.epro.local.process.Ports;
import io.epro.local.system.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What makes a broker ask who is there: a listener with TLS and SASL, one with mutual TLS, and an authorizer
 * that grants what {@code deploy/kafka/acls.txt} does. The plain listener stays the administrator's.
 */
final class SecureBroker {
  static final int SCRAM_ITERATIONS = 4096;
  private static final Path ACLS = Jars.repository().resolve("deploy/kafka/acls.txt");

  private final int saslPort = Ports.orFree(0);
  private final int mutualPort = Ports.orFree(0);
  private final Path identity;
  private final Path trusted;

  /**
   * @param identity PEM, key and certificates
   * @param trusted PEM, also what clients are asked for
   */
  SecureBroker(Path identity, Path trusted) {
    this.identity = identity;
    this.trusted = trusted;
  }

  String sasl() {
    return "127.0.0.1:" + saslPort;
  }

  String mutual() {
    return "127.0.0.1:" + mutualPort;
  }

  /** @param plain the users of SASL/PLAIN, with their passwords */
  Map<String, String> settings(Map<String, String> plain) {
    var users = new StringBuilder();
    plain.forEach((user, password) -> users.append(" user_").append(user).append("=\"")
        .append(password).append('"'));
    var module = "org.apache.kafka.common.security.";
    var listeners = "SASL://127.0.0.1:" + saslPort + ",MUTUAL://127.0.0.1:" + mutualPort;
    return Map.ofEntries(
        Map.entry("listeners", listeners),
        Map.entry("advertised.listeners", listeners),
        Map.entry("listener.security.protocol.map", "SASL:SASL_SSL,MUTUAL:SSL"),
        Map.entry("listener.name.sasl.sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN"),
        Map.entry("listener.name.sasl.scram-sha-512.sasl.jaas.config",
            module + "scram.ScramLoginModule required;"),
        Map.entry("listener.name.sasl.plain.sasl.jaas.config",
            module + "plain.PlainLoginModule required" + users + ";"),
        Map.entry("ssl.keystore.type", "PEM"),
        Map.entry("ssl.keystore.location", identity.toString()),
        Map.entry("ssl.truststore.type", "PEM"),
        Map.entry("ssl.truststore.location", trusted.toString()),
        Map.entry("listener.name.mutual.ssl.client.auth", "required"),
        Map.entry("ssl.principal.mapping.rules", "RULE:^CN=([^,]*).*$/$1/"),
        Map.entry("authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        Map.entry("super.users", "User:ANONYMOUS"));
  }

  /** A client's settings, under the program's prefix. */
  Map<String, String> client(String program, String mechanism, String user, String password) {
    var prefix = program + ".kafka.properties.";
    return Map.of(program + ".kafka.bootstrap-servers", sasl(),
        prefix + "security.protocol", "SASL_SSL",
        prefix + "ssl.truststore.type", "PEM",
        prefix + "ssl.truststore.location", trusted.toString(),
        prefix + "sasl.mechanism", mechanism,
        prefix + "sasl.jaas.config", jaas(mechanism, user, password));
  }

  static String jaas(String mechanism, String user, String password) {
    var module = mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
    return "org.apache.kafka.common.security." + module + " required username=\"" + user
        + "\" password=\"" + password + "\";";
  }

  static void setPassword(Admin admin, String user, String password) throws Exception {
    admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user,
        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ITERATIONS), password)))
        .all().get(30, TimeUnit.SECONDS);
  }

  static void grant(Admin admin, Collection<AclBinding> acls) throws Exception {
    admin.createAcls(acls).all().get(30, TimeUnit.SECONDS);
  }

  static void revoke(Admin admin, Collection<AclBinding> acls) throws Exception {
    admin.deleteAcls(acls.stream().map(AclBinding::toFilter).toList()).all()
        .get(30, TimeUnit.SECONDS);
  }

  /** Every line of the shipped file. */
  static List<AclBinding> shippedAcls() throws IOException {
    return Files.readAllLines(ACLS).stream().filter(line -> line.startsWith("--add"))
        .flatMap(line -> bindings(line).stream()).toList();
  }

  /** As {@code kafka-acls.sh} reads such a line. */
  private static List<AclBinding> bindings(String line) {
    var words = List.of(line.split(" +"));
    String principal = "";
    ResourceType type = ResourceType.UNKNOWN;
    String name = "";
    var pattern = PatternType.LITERAL;
    var operations = new ArrayList<String>();
    for (int i = 1; i < words.size(); i += 2) {
      String value = words.get(i + 1);
      switch (words.get(i)) {
        case "--allow-principal" -> principal = value;
        case "--operation" -> operations.add(value);
        case "--topic", "--group", "--transactional-id" -> {
          type = ResourceType.fromString(words.get(i).substring(2).replace('-', '_'));
          name = value;
        }
        case "--resource-pattern-type" ->
          pattern = PatternType.fromString(value.toUpperCase(Locale.ROOT));
        default -> throw new IllegalArgumentException(line);
      }
    }
    var bindings = new ArrayList<AclBinding>();
    for (String operation : operations) {
      bindings.add(new AclBinding(new ResourcePattern(type, name, pattern),
          new AccessControlEntry(principal, "*",
              AclOperation.fromString(operation.replaceAll("(?<=[a-z])(?=[A-Z])", "_")),
              AclPermissionType.ALLOW)));
    }
    return bindings;
  }
}
