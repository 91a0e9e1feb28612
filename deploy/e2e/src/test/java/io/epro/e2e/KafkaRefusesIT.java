package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.load.GatewayLoad;
import io.epro.local.system.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Brokers that no longer take a password, show a certificate that nobody trusts or that is for another host,
 * or withdraw a right, one after the other under load. Both programs wait, say what is wrong, and go on by
 * themselves when it is put right.
 */
@Tag("fault")
class KafkaRefusesIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ENRICHED = "epro.reports.enriched";
  private static final String NOT_TAKEN = "do not take this user, password";
  private static final String NOT_TRUSTED = "not signed by an authority";
  private static final String ELSEWHERE = "for another host";

  private record Programs(Program gateway, Program processor) {
    void awaitSaid(String words) {
      for (var program : List.of(gateway, processor)) {
        await(program.name() + " says: " + words).atMost(Rig.PATIENCE)
            .until(() -> said(program, words));
      }
      assertThat(processor.process().alive()).isTrue();
      assertThat(processor.ready()).isFalse();
    }
  }

  @Test
  void bothProgramsWaitAndGoOnByThemselves() throws Exception {
    try (var secure = new SecureSystem()) {
      // All that the processor may do is done: what it stores is published, too.
      secure.admin().createTopics(List.of(new NewTopic(ENRICHED, Optional.of(1),
          Optional.empty()))).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      var settings = new HashMap<>(secure.processor());
      settings.put("processor.topics.enriched", ENRICHED);
      Rig.play(secure.ground(), SecureSystem.NAMES, "refused by Kafka", settings,
          rig -> {
            var gateway = rig.startGateways(1, secure.gateway()).getFirst();
            var programs = new Programs(gateway, rig.startProcessor().awaitReady());
            var load = rig.loadOnGateway(16, 300);
            rig.progress().awaitEverywhere();
            changePasswords(secure, rig, programs);
            changeCertificate(secure, rig, programs);
            withdrawRights(secure, rig, programs, load);
            rig.settle(load, 1_000);
          });
    }
  }

  private static void changePasswords(SecureSystem secure, Rig rig, Programs programs)
      throws Exception {
    setPasswords(secure, "another");
    restartBroker(secure); // who is in stays in until then
    programs.awaitSaid(NOT_TAKEN);
    setPasswords(secure, "");
    rig.progress().recovers("a password that the brokers do not take", LIMIT);
  }

  private static void setPasswords(SecureSystem secure, String suffix) throws Exception {
    for (String user : List.of(SecureSystem.GATEWAY, SecureSystem.PROCESSOR)) {
      SecureBroker.setPassword(secure.admin(), user, SecureSystem.password(user) + suffix);
    }
  }

  private static void changeCertificate(SecureSystem secure, Rig rig, Programs programs)
      throws Exception {
    new Authority().issue(secure.files(), "broker");
    restartBroker(secure);
    programs.awaitSaid(NOT_TRUSTED);
    secure.authority().issueForElsewhere(secure.files(), "broker");
    restartBroker(secure);
    programs.awaitSaid(ELSEWHERE);
    secure.authority().issue(secure.files(), "broker");
    restartBroker(secure);
    rig.progress().recovers("a broker's certificate that is not trusted, then for another host",
        LIMIT);
  }

  private static void withdrawRights(SecureSystem secure, Rig rig, Programs programs,
      GatewayLoad load) throws Exception {
    for (var right : SecureBroker.shippedAcls()) {
      if (isNeeded(right)) {
        boolean gateway = right.entry().principal().endsWith(SecureSystem.GATEWAY);
        var program = gateway ? programs.gateway() : programs.processor();
        long from = Files.size(program.log());
        SecureBroker.revoke(secure.admin(), List.of(right));
        await(program.name() + " misses " + right).atMost(Rig.PATIENCE)
            .until(() -> tail(program, from).lines().anyMatch(
                line -> line.contains("the brokers do not let this user")
                    && line.contains(right.pattern().name())));
        SecureBroker.grant(secure.admin(), List.of(right));
        rig.progress().recovers("a right withdrawn: " + right.entry().operation() + " on "
            + right.pattern().name(), LIMIT);
      }
    }
    rig.awaitAcknowledgements(load);
  }

  /** Rights that are used all the time, by the two that run. Rejects are written, too, now and then. */
  private static boolean isNeeded(AclBinding right) {
    return (right.entry().principal().endsWith(SecureSystem.GATEWAY)
        || right.entry().principal().endsWith(SecureSystem.PROCESSOR))
        && right.entry().operation() != AclOperation.DESCRIBE_CONFIGS;
  }

  private static void restartBroker(SecureSystem secure) throws IOException {
    secure.system().kafka().stop();
    secure.system().kafka().start();
  }

  private static boolean said(Program program, String words) throws IOException {
    return Files.readString(program.log()).contains(words);
  }

  private static String tail(Program program, long from) throws IOException {
    return Files.readString(program.log()).substring((int) from);
  }
}
