package io.epro.e2e.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The memory of what was sent. Thread-safe, as long as each patient's reports are sent by one thread,
 * one after the other.
 */
public final class Sent {
  private final Map<Digest, Report> known = new ConcurrentHashMap<>();
  private final Map<String, List<Report>> inOrder = new ConcurrentHashMap<>();
  private final LongAdder acknowledged = new LongAdder();

  /** A report without its bytes. */
  public record Report(String patientId, UUID id, Digest digest, Set<String> reasons) {
    public boolean valid() {
      return reasons.isEmpty();
    }
  }

  /** It is on its way; it may reach the topic from now on, and more than once. */
  public void attempted(Sample sample) {
    known.computeIfAbsent(sample.digest(),
        digest -> new Report(sample.patientId(), sample.reportId(), digest, sample.reasons()));
  }

  /** Its place among the patient's reports is now: the next one is sent after it. */
  public void inOrder(Sample sample) {
    var report = known.get(sample.digest());
    if (report == null) {
      throw new IllegalStateException("never attempted");
    }
    inOrder.computeIfAbsent(sample.patientId(),
        ignored -> Collections.synchronizedList(new ArrayList<>())).add(report);
  }

  /** The promise was made: this one is durable. */
  public void acknowledged() {
    acknowledged.increment();
  }

  public long acknowledgedCount() {
    return acknowledged.sum();
  }

  /** By patient, each sending counted, duplicates included. */
  public Map<String, List<Report>> byPatient() {
    return Collections.unmodifiableMap(inOrder);
  }

  /** Both together, where they share no patient. */
  public Sent and(Sent other) {
    var both = new Sent();
    for (var one : List.of(this, other)) {
      both.known.putAll(one.known);
      both.inOrder.putAll(one.inOrder);
      both.acknowledged.add(one.acknowledgedCount());
    }
    return both;
  }

  /** What these bytes are; null when we never sent them. */
  public @Nullable Report of(Digest digest) {
    return known.get(digest);
  }
}
