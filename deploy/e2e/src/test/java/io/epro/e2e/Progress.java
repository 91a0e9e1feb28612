package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.e2e.evidence.EvidenceReader;
import io.epro.e2e.evidence.Names;
import io.epro.local.system.LocalSystem;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How far a scenario's records are applied, as its books tell. Waits no longer than {@link Rig#PATIENCE}. */
final class Progress {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration SELDOM = Duration.ofMillis(200);

  private final LocalSystem system;
  private final Names names;

  Progress(LocalSystem system, Names names) {
    this.system = system;
    this.names = names;
  }

  /** Offsets that are applied, in all partitions; 0 while the database does not tell. */
  long applied() {
    return nextOffsets().values().stream().mapToLong(Long::longValue).sum();
  }

  /** By partition that has books, the offset after the last applied one. */
  Map<Integer, Long> nextOffsets() {
    var next = new HashMap<Integer, Long>();
    try (var connection = system.postgres().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(
            "select partition, next_offset from " + names.schema() + ".ledger")) {
      while (rows.next()) {
        next.put(rows.getInt(1), rows.getLong(2));
      }
      return next;
    } catch (SQLException e) {
      return Map.of(); // the first processor has not made the table yet
    }
  }

  /** Waits until more offsets are applied than now. */
  void awaitMore() {
    awaitBeyond(applied());
  }

  /** Waits until more than so many offsets are applied. */
  void awaitBeyond(long offsets) {
    await("progress beyond " + offsets).atMost(Rig.PATIENCE).pollInterval(LOOK).pollDelay(LOOK)
        .until(() -> applied() > offsets);
  }

  /** Waits until more offsets are applied than now in every partition that has books. */
  void awaitEverywhere() {
    await("books").atMost(Rig.PATIENCE).pollInterval(LOOK)
        .until(() -> !nextOffsets().isEmpty());
    Map<Integer, Long> before = nextOffsets();
    await("progress in every partition").atMost(Rig.PATIENCE).pollInterval(LOOK).until(() -> {
      Map<Integer, Long> now = nextOffsets();
      return before.entrySet().stream()
          .allMatch(entry -> now.getOrDefault(entry.getKey(), 0L) > entry.getValue());
    });
  }

  /** Waits until so many records of the topic are not applied. */
  void awaitBacklog(long records) {
    var reader = new EvidenceReader(system, names);
    await("a backlog").atMost(Rig.PATIENCE).pollInterval(SELDOM)
        .until(() -> reader.end() - applied() >= records);
  }

  /**
   * Waits until every partition that has books moves on, and notes in {@link Recoveries} how long that
   * took. For the moment at which a fault ends, or begins where the system has to get over it as it is.
   *
   * @param limit the longest that it may take
   */
  Duration recovers(String fault, Duration limit) {
    long begin = System.nanoTime();
    awaitEverywhere();
    var took = Duration.ofNanos(System.nanoTime() - begin);
    recovered(fault, took, limit);
    return took;
  }

  /** Notes and limits a recovery that the scenario itself has seen. */
  void recovered(String fault, Duration took, Duration limit) {
    Recoveries.note(fault, took);
    assertThat(took).as("recovery from " + fault).isLessThan(limit);
  }
}
