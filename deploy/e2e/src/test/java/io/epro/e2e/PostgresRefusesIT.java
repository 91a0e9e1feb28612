package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.local.fixture.PostgresProxy;
import io.epro.local.process.Signals;
import io.epro.local.system.Program;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database that refuses: the processor waits, says what is wrong, and goes on when it is put right. */
@Tag("fault")
class PostgresRefusesIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void theProcessorWaitsAndGoesOnByItself() throws Exception {
    try (var secure = new SecureSystem()) {
      var database = secure.database();
      Rig.play(secure.ground(), SecureSystem.NAMES, "refused by Postgres", secure.processor(),
          rig -> {
            var load = rig.loadOnTopic(500);
            var processor = rig.startProcessor().awaitReady();
            rig.progress().awaitEverywhere();

            database.setPassword(SecureDatabase.WRITER, "another");
            refuses(database, processor, "Check processor.postgres.user and");
            database.setPassword(SecureDatabase.WRITER,
                SecureDatabase.password(SecureDatabase.WRITER));
            rig.progress().recovers("a password that Postgres does not take", LIMIT);

            database.useTls(new Authority().issue(secure.files(), "stranger"), secure.trusted());
            refuses(database, processor, "not signed by an authority");
            database.useTls(secure.authority().issueForElsewhere(secure.files(), "postgres"),
                secure.trusted());
            refuses(database, processor, "could not be verified");
            database.useTls(secure.authority().issue(secure.files(), "postgres"),
                secure.trusted());
            rig.progress().recovers("Postgres' certificate not trusted, then for another host",
                LIMIT);

            database.asSuperuser("revoke insert on epro.report from epro_writer");
            said(processor, "Check the user's grants");
            database.grant();
            rig.progress().recovers("a grant withdrawn", LIMIT);
            rig.settle(load, 5_000);
          });
    }
  }

  /** Client certificates, and no way in without TLS. */
  @Test
  void aClientCertificateOpensAndNoTlsDoesNot() throws Exception {
    try (var secure = new SecureSystem()) {
      var database = secure.database();
      var user = secure.authority().issue(secure.files(), "epro_mutual");
      database.asSuperuser("create role epro_mutual login password 'pw-of-epro_mutual'"
          + " in role epro_writer");
      database.asSuperuser("grant epro_mutual to epro_owner");
      var settings = new HashMap<>(secure.withDatabase(secure.processor(), "epro_mutual"));
      assertThat(secure.run(2, settings, "migrate")).contains("28000");
      settings.merge("processor.postgres.url",
          "&sslcert=" + user.certificates() + "&sslkey=" + pkcs8(user), String::concat);
      Rig.play(secure.ground(), SecureSystem.NAMES, "client certificates", settings, rig -> {
        var load = rig.loadOnTopic(500);
        rig.startProcessor().awaitReady();
        rig.progress().awaitEverywhere();
        rig.settle(load, 1_000);
      });
      settings.put("processor.postgres.url",
          secure.system().postgres().jdbcUrl() + "?sslmode=disable");
      assertThat(secure.run(2, settings, "migrate")).contains("without TLS perhaps not");
    }
  }

  /** As {@link ProcessorFrozenIT}, with no more rights than the writer has. */
  @Test
  void theWriterMayEndTheSessionOfAFrozenOwner() throws Exception {
    try (var secure = new SecureSystem()) {
      var database = secure.database();
      database.allowPlain();
      var settings = new HashMap<>(secure.processor());
      settings.put("processor.sink.lock-timeout", "1s");
      settings.put("processor.postgres.url", secure.system().postgres().jdbcUrl());
      Rig.play(secure.ground(), SecureSystem.NAMES, "a frozen owner, ended by the writer",
          settings, rig -> {
            try (var proxy = PostgresProxy.before(secure.system().postgres().jdbcUrl())) {
              var frozen = rig.startProcessor(Map.of("processor.postgres.url", proxy.jdbcUrl()));
              var load = rig.loadOnTopic(1_500);
              rig.awaitWork(frozen);
              var copy = proxy.holdCopy(1_000);
              await("a COPY under way").atMost(Rig.PATIENCE).until(copy::taken);
              Signals.freeze(frozen.pid());
              var second = rig.startProcessor();
              rig.awaitWork(second);
              rig.progress().awaitEverywhere();
              said(second, "Ended sessions that kept rows");
              Signals.send("CONT", frozen.pid());
              copy.release();
              rig.settle(load, 5_000);
            }
          });
    }
  }

  private static void refuses(SecureDatabase database, Program processor, String words)
      throws Exception {
    database.endSessionsOf(SecureDatabase.WRITER);
    said(processor, words);
    assertThat(processor.process().alive()).isTrue();
  }

  private static void said(Program processor, String words) {
    await("says: " + words).atMost(Rig.PATIENCE)
        .until(() -> Files.readString(processor.log()).contains(words));
  }

  /** The driver reads keys in DER, and only where nobody else may. */
  private static String pkcs8(Authority.Identity identity) throws Exception {
    var pem = Files.readString(identity.key()).replaceAll("-----[A-Z ]+-----|\\s", "");
    var file = identity.key().resolveSibling(identity.key().getFileName() + ".pk8");
    Files.write(file, Base64.getDecoder().decode(pem));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"))
        .toString();
  }
}
