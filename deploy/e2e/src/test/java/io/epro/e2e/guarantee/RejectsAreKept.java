package io.epro.e2e.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.evidence.Coordinates;
import io.epro.e2e.evidence.Evidence;
import io.epro.e2e.evidence.Outcome;
import io.epro.e2e.evidence.RejectedRecord;
import io.epro.e2e.evidence.RejectionRow;
import io.epro.e2e.load.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Each record that cannot become a report has one open rejection, with its very bytes and every
 * reason; the same stands in the topic of rejects, once the repeats are taken out by coordinates.
 * Nothing else was rejected, whatever was away meanwhile.
 */
public final class RejectsAreKept implements Guarantee {

  /** What either place must show; the topic has the codes alone. */
  private record Reject(Digest bytes, Set<String> reasons) {}

  @Override
  public void check(Evidence evidence) {
    var expected = expected(evidence);
    var rows = evidence.rejections();
    assertThat(rows.stream().filter(row -> !row.open()).map(RejectionRow::source).toList())
        .as("rejections that are not open").isEmpty();
    var inTable = new HashMap<Coordinates, Reject>();
    rows.forEach(row -> inTable.put(row.source(), new Reject(row.raw(), row.reasons())));
    assertThat(differences(expected, inTable)).as("table rejection").isEmpty();
    assertThat(rows).as("rows of the table rejection").hasSameSizeAs(expected.keySet());

    var codes = new HashMap<Coordinates, Reject>();
    expected.forEach((at, reject) -> codes.put(at, new Reject(reject.bytes(),
        reject.reasons().stream().map(RejectsAreKept::code).collect(Collectors.toSet()))));
    assertThat(differences(codes, inTopic(evidence.rejected(), codes))).as("topic of rejects")
        .isEmpty();
  }

  private static Map<Coordinates, Reject> expected(Evidence evidence) {
    var outcomes = evidence.outcomes();
    var expected = new HashMap<Coordinates, Reject>();
    evidence.topic().forEach(record -> {
      if (outcomes.get(record.at()) instanceof Outcome.Rejected(Set<String> reasons)) {
        expected.put(record.at(), new Reject(record.digest(), reasons));
      }
    });
    return expected;
  }

  // A repeat must not say anything else than the first one did.
  // One without its value is known by its coordinates; the table has all of it.
  private static Map<Coordinates, Reject> inTopic(List<RejectedRecord> records,
      Map<Coordinates, Reject> expected) {
    var all = new HashMap<Coordinates, Reject>();
    records.forEach(record -> {
      var reject = new Reject(record.digest()
          .orElseGet(() -> Objects.requireNonNull(expected.get(record.source())).bytes()),
          record.codes());
      assertThat(all.getOrDefault(record.source(), reject)).as("repeat of " + record.source())
          .isEqualTo(reject);
      all.put(record.source(), reject);
    });
    return all;
  }

  private static Map<String, String> differences(Map<Coordinates, Reject> expected,
      Map<Coordinates, Reject> found) {
    var differences = new TreeMap<String, String>();
    expected.forEach((at, reject) -> {
      var other = found.get(at);
      if (other == null) {
        differences.put(at.toString(), "missing, should be " + reject.reasons());
      } else if (!other.equals(reject)) {
        differences.put(at.toString(), "is " + other.reasons() + ", should be " + reject.reasons()
            + (other.bytes().equals(reject.bytes()) ? "" : ", and the bytes differ"));
      }
    });
    found.forEach((at, reject) -> {
      if (!expected.containsKey(at)) {
        differences.put(at.toString(), "rejected for " + reject.reasons() + ", but it is good");
      }
    });
    return differences;
  }

  private static String code(String reason) {
    return reason.substring(0, reason.indexOf(' '));
  }
}
