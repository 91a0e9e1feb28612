package io.epro.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.local.traffic.Submission.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportSourceTest {
  private static final Instant NOW = Instant.parse("2026-01-15T08:00:00Z");

  @Test
  void theSameSeedTellsTheSameStory() {
    assertThat(texts(sequence(1, 500))).isEqualTo(texts(sequence(1, 500)));
    assertThat(texts(sequence(1, 500))).isNotEqualTo(texts(sequence(2, 500)));
  }

  @Test
  void aFewInAHundredAreNotAsTheyShouldBe() {
    Map<Kind, Long> counts = sequence(1, 100_000).stream()
        .collect(Collectors.groupingBy(Submission::kind, Collectors.counting()));

    assertThat(counts.get(Kind.INVALID)).isBetween(1300L, 1700L);
    assertThat(counts.get(Kind.RETRY)).isBetween(850L, 1150L);
    assertThat(counts.get(Kind.UNKNOWN_DRUG)).isBetween(850L, 1150L);
    assertThat(counts.get(Kind.CONFLICT)).isBetween(50L, 150L);
    assertThat(counts.get(Kind.REFUSED)).isBetween(130L, 270L);
    assertThat(counts.get(Kind.VALID)).isGreaterThan(95_000L);
  }

  @Test
  void aRetryIsTheSameReportWithTheSameKey() {
    var seen = new ArrayList<Submission>();
    for (var submission : sequence(3, 5000)) {
      if (submission.kind() == Kind.RETRY) {
        assertThat(seen).anyMatch(first -> first.patientId().equals(submission.patientId())
            && first.idempotencyKey().equals(submission.idempotencyKey())
            && text(first).equals(text(submission)));
      }
      seen.add(submission);
    }
  }

  @Test
  void aConflictUsesAKeyAgainForAnotherReport() {
    var seen = new ArrayList<Submission>();
    for (var submission : sequence(4, 10_000)) {
      if (submission.kind() == Kind.CONFLICT) {
        assertThat(seen).anyMatch(first -> first.patientId().equals(submission.patientId())
            && first.idempotencyKey().isPresent()
            && first.idempotencyKey().equals(submission.idempotencyKey())
            && !text(first).equals(text(submission)));
      }
      seen.add(submission);
    }
  }

  @Test
  void validReportsKeepTheRules() throws Exception {
    var json = new ObjectMapper();
    var drugs = new HashSet<>(SampleDrugs.ids());
    for (var submission : sequence(5, 5000)) {
      if (submission.kind() != Kind.VALID) {
        continue;
      }
      var report = json.readTree(submission.body());
      assertThat(report.get("patientId").asText()).isEqualTo(submission.patientId())
          .matches("P-\\d{6}");
      assertThat(report.get("timestamp").asLong()).isBetween(
          NOW.toEpochMilli() - 90_000, NOW.toEpochMilli());
      assertThat(report.at("/vitals/heartRate").asInt(72)).isBetween(20, 300);
      assertThat(report.at("/vitals/temp").asDouble(36.6)).isBetween(30.0, 45.0);
      assertThat(report.get("medications")).hasSizeLessThanOrEqualTo(4)
          .allMatch(medication -> drugs.contains(medication.get("drugId").asText()));
    }
  }

  @Test
  void everyDefectComesUp() {
    var reports = sequence(6, 20_000).stream().filter(s -> s.kind() == Kind.INVALID)
        .map(ReportSourceTest::text).toList();

    assertThat(reports).anyMatch(text -> !text.contains("timestamp"))
        .anyMatch(text -> text.contains("\\u0000"))
        .anyMatch(text -> text.contains("98.6"))
        .anyMatch(text -> text.contains("itch 64"));
  }

  @Test
  void saysNothingOfThePatientInItsText() {
    assertThat(sequence(7, 1).getFirst().toString()).doesNotContain("P-");
  }

  private static List<Submission> sequence(long seed, int count) {
    var source = ReportSource.sample(seed);
    return Stream.generate(() -> source.next(NOW)).limit(count).toList();
  }

  private static List<String> texts(List<Submission> submissions) {
    return submissions.stream().map(ReportSourceTest::text).toList();
  }

  private static String text(Submission submission) {
    return submission.idempotencyKey().map(Object::toString).orElse("")
        + new String(submission.body(), StandardCharsets.UTF_8);
  }
}
