package io.epro.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.evidence.Evidence;
import io.epro.e2e.load.Crowd;
import io.epro.e2e.load.Digest;
import io.epro.e2e.load.Reply;
import io.epro.e2e.load.Sample;
import io.epro.local.books.LedgerRow;
import io.epro.report.ReportId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same report sent a hundred times at once, over several gateways, alone and in batches, plain and
 * gzipped, by its key or by its bytes: one report. The same key with other bytes: one report, and the
 * others kept as conflicts.
 */
class IdempotencyIT {
  private static final int TIMES = 100;
  private static final int CONTENTS = 10;
  private static final long TIME = 1_763_856_000_000L;
  private static final UUID V4 = UUID.fromString("3f1c9a52-7d60-4e2b-9a51-0c8e6b7d4f10");
  private static final UUID V7 = new UUID((TIME << 16) | 0x7123, 0x9000_0000_0000_0042L);

  @Test
  void aReportSentAHundredTimesIsOneReport() throws Exception {
    play(Protocol.STREAMS);
  }

  @Tag("long")
  @Test
  void aReportSentAHundredTimesIsOneReportUnderTheClassicProtocol() throws Exception {
    play(Protocol.CLASSIC);
  }

  private static void play(Protocol protocol) throws Exception {
    // Every answer is to be a 202, on however slow a machine.
    var unhurried = Map.of("gateway.ack-timeout", "50s");
    Rig.play("a hundred times at once, " + protocol, protocol.settings(), rig -> {
      rig.startGateways(3, unhurried);
      rig.startProcessor();
      rig.startProcessor();
      var crowd = new Crowd(rig.gatewayUrls(), rig.siteToken());
      var same = List.of(sample("by-bytes", Optional.empty(), 0),
          sample("by-v4", Optional.of(V4), 0), sample("by-v7", Optional.of(V7), 0));
      for (var sample : same) {
        assertQueuedAs(sample.reportId(), crowd.send(Collections.nCopies(TIMES, sample)));
      }
      for (var key : List.of(V4, V7)) {
        var others = conflicting("conflict-v" + key.version(), key);
        assertQueuedAs(others.getFirst().reportId(), crowd.send(others));
      }

      var found = rig.settle(crowd.sent(), 5 * TIMES);

      for (var sample : same) {
        assertThat(rows(found, sample.patientId())).containsExactly(sample.reportId());
        assertThat(records(found, sample.patientId())).isEqualTo(TIMES);
      }
      for (var key : List.of(V4, V7)) {
        assertKeptAsConflicts(found, conflicting("conflict-v" + key.version(), key));
      }
      int each = TIMES / CONTENTS;
      assertThat(found.ledger().values().stream().mapToLong(LedgerRow::duplicate).sum())
          .isEqualTo(3 * (TIMES - 1) + 2 * (each - 1));
    });
  }

  private static void assertQueuedAs(UUID id, List<Reply> replies) {
    assertThat(replies).hasSize(TIMES).containsOnly(new Reply.Queued(id));
  }

  /** One row, and of each other content every single record, with its very bytes. */
  private static void assertKeptAsConflicts(Evidence found, List<Sample> sent) {
    var patient = sent.getFirst().patientId();
    assertThat(rows(found, patient)).containsExactly(sent.getFirst().reportId());
    var stored = found.reports().stream().filter(row -> row.patientId().equals(patient))
        .findFirst().orElseThrow().digest();
    var kept = new HashMap<Digest, Integer>();
    var conflicts = Set.of("conflicting_duplicate ");
    var ours = new ArrayList<>(sent.stream().map(Sample::digest).toList());
    found.rejections().stream().filter(row -> ours.contains(row.raw())).forEach(row -> {
      assertThat(row.reasons()).isEqualTo(conflicts);
      kept.merge(row.raw(), 1, Integer::sum);
    });
    assertThat(kept).hasSize(CONTENTS - 1).doesNotContainKey(stored)
        .allSatisfy((content, times) -> assertThat(times).isEqualTo(TIMES / CONTENTS));
  }

  private static List<UUID> rows(Evidence found, String patient) {
    return found.reports().stream().filter(row -> row.patientId().equals(patient))
        .map(row -> row.reportId()).toList();
  }

  private static long records(Evidence found, String patient) {
    return found.topic().stream().filter(record -> record.patientId().equals(patient)).count();
  }

  private static List<Sample> conflicting(String patient, UUID key) {
    return IntStream.range(0, TIMES)
        .mapToObj(i -> sample(patient, Optional.of(key), i % CONTENTS)).toList();
  }

  private static Sample sample(String patient, Optional<UUID> key, int content) {
    byte[] body = ("{\"patientId\":\"" + patient + "\",\"timestamp\":" + TIME
        + ",\"vitals\":{\"heartRate\":" + (60 + content) + "}}").getBytes(UTF_8);
    var id = key.map(given -> ReportId.ofKey(patient, given))
        .orElseGet(() -> ReportId.ofBody(patient, body, TIME));
    return new Sample(patient, id, body, Digest.of(body), key, Set.of());
  }
}
