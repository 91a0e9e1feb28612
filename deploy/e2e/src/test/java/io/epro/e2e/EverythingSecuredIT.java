package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.evidence.EvidenceReader;
import io.epro.local.system.Program;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** TLS, users and the least of rights everywhere, with exactly what the shipped files give. */
@Tag("fault")
class EverythingSecuredIT {
  private static final String NO_RIGHT = "42501";

  @Test
  void everyGuaranteeHoldsWithTlsAndTheLeastOfRights() throws Exception {
    try (var secure = new SecureSystem()) {
      Rig.play(secure.ground(), SecureSystem.NAMES, "everything secured", secure.processor(),
          rig -> {
            var drugs = Files.writeString(secure.files().resolve("drugs.csv"),
                "drugId,name,atc,unit\nD-1,Aspirin,B01AC06,mg\n");
            assertThat(secure.run(0, secure.drugs(), "drugs", "load", drugs.toString()))
                .contains("1 drug loaded: 1 added");
            rig.startGateways(1, secure.gateway());
            var processor = rig.startProcessor().awaitReady();
            var load = rig.loadOnGateway(16, 400);
            rig.progress().awaitEverywhere();
            rig.awaitMoment(processor, Duration.ofSeconds(1));
            // As if restored from a copy of before the first report: the group has to be set back. In the
            // order in which a batch locks, so that neither waits for the other.
            secure.database().asSuperuser("truncate epro.ledger, epro.ledger_hole, epro.report,"
                + " epro.rejection");
            rig.progress().awaitEverywhere();
            rig.settle(load, 1_000);
            assertThat(Files.readString(processor.log())).contains("set back")
                .doesNotContain("do not tell their session timeout");
            useTools(secure);
            loseUnread(secure, rig, processor);
            assertRights(secure.database());
          });
    }
  }

  private static void useTools(SecureSystem secure) throws Exception {
    var reader = secure.tools(SecureDatabase.READER);
    assertThat(secure.run(0, reader, "reconcile", "--deep", "--wait", "30s"))
        .contains("The books balance.");
    assertThat(secure.run(2, reader, "redrive", "--yes")).contains("Check the user's grants");
    var tools = secure.tools(SecureDatabase.TOOLS);
    assertThat(secure.run(0, tools, "redrive", "--yes"))
        .contains("published again");
    assertThat(secure.run(0, tools, "discard", "--all", "--yes", "--reason", "a drill"))
        .contains("rejections discarded");
    assertThat(secure.run(0, tools, "reconcile", "--deep", "--wait", "30s"))
        .contains("The books balance.");
    replayAndErase(secure, tools);
  }

  private static void replayAndErase(SecureSystem secure, Map<String, String> tools)
      throws Exception {
    assertThat(secure.run(2, tools, "replay", "--name", "refused"))
        .contains("run it as epro_owner");
    var owner = new HashMap<>(secure.tools(SecureDatabase.OWNER));
    owner.put("processor.topics.development", "true");
    assertThat(secure.run(0, owner, "replay", "--name", "drill")).contains("is complete");
    assertThat(secure.run(0, owner, "replay", "diff", "--name", "drill")).contains("identical");
    String patient;
    try (var connection = secure.database().as(SecureDatabase.READER);
        var statement = connection.createStatement();
        var row = statement.executeQuery("select max(patient_id) from epro.report")) {
      row.next();
      patient = row.getString(1);
    }
    assertThat(secure.run(0, owner, "erase", "--patient", patient, "--reason", "a drill"))
        .contains("Erased:");
    assertThat(secure.run(0, owner, "replay", "drop", "--name", "drill")).contains("drill");
    assertThat(secure.run(0, tools, "reconcile", "--deep")).contains("of erased patients",
        "The books balance.");
    assertThat(secure.run(0, secure.tools(SecureDatabase.READER), "reconcile"))
        .contains("The books balance.");
  }

  /** The topic deletes what the processor has not read: it books the hole with the rights that it has. */
  private static void loseUnread(SecureSystem secure, Rig rig, Program processor)
      throws Exception {
    rig.stop(processor);
    var load = rig.loadOnGateway(16, 400);
    rig.awaitAcknowledgements(load);
    load.finish(1_000, Rig.PATIENCE);
    var reader = new EvidenceReader(secure.system(), rig.names());
    long end = reader.end();
    var unread = new HashMap<TopicPartition, RecordsToDelete>();
    rig.progress().nextOffsets().forEach((partition, next) -> unread.put(
        new TopicPartition(rig.names().raw(), partition), RecordsToDelete.beforeOffset(next + 1)));
    secure.admin().deleteRecords(unread).all().get(30, TimeUnit.SECONDS);
    var _ = rig.startProcessor();
    await("all is read").atMost(Rig.PATIENCE).until(() -> rig.progress().applied() == end);
    assertThat(reader.number("select count(*) from %1$s.ledger_hole")).isEqualTo(unread.size());
  }

  private static void assertRights(SecureDatabase database) throws Exception {
    database.asSuperuser("create schema elsewhere; create table elsewhere.secret (x int)");
    for (String table : List.of("report", "rejection", "ledger", "ledger_hole", "redrive",
        "erasure", "erasure_key", "flyway_schema_history")) {
      for (String role : List.of(SecureDatabase.WRITER, SecureDatabase.READER,
          SecureDatabase.TOOLS)) {
        assertRefused(database, role, "delete from epro." + table);
        assertRefused(database, role, "truncate epro." + table);
        assertRefused(database, role, "drop table epro." + table);
        assertRefused(database, role, "alter table epro." + table + " add x int");
      }
      assertRefused(database, SecureDatabase.READER, "insert into epro." + table
          + " default values");
    }
    for (String role : List.of(SecureDatabase.WRITER, SecureDatabase.TOOLS)) {
      assertRefused(database, role, "update epro.report set heart_rate = 1");
      assertRefused(database, role, "update epro.rejection set raw = ''");
    }
    assertRefused(database, SecureDatabase.WRITER, "insert into epro.redrive table epro.redrive");
    for (String readable : List.of("report_medication", "report_day", "rejection_history", "replay",
        "replay_range", "promotion", "promotion_report", "promotion_rejection", "erasure")) {
      try (var connection = database.as(SecureDatabase.READER);
          var statement = connection.createStatement()) {
        statement.execute("select * from epro." + readable + " limit 1");
      }
    }
    assertRefused(database, SecureDatabase.WRITER, "update epro.flyway_schema_history set rank = 1"
        .replace("rank", "installed_rank"));
    assertRefused(database, SecureDatabase.READER, "create temporary table t (x int)");
    assertRefused(database, SecureDatabase.READER, "select * from epro.erasure_key");
    for (String role : List.of(SecureDatabase.OWNER, SecureDatabase.WRITER,
        SecureDatabase.READER)) {
      assertRefused(database, role, "select * from elsewhere.secret");
      assertRefused(database, role, "create table public.mine (x int)");
    }
  }

  private static void assertRefused(SecureDatabase database, String role, String sql)
      throws SQLException {
    try (var connection = database.as(role); var statement = connection.createStatement()) {
      assertThatExceptionOfType(SQLException.class).as(role + ": " + sql)
          .isThrownBy(() -> statement.execute(sql))
          .satisfies(e -> assertThat(e.getSQLState()).as(role + ": " + sql).isEqualTo(NO_RIGHT));
    }
  }
}
