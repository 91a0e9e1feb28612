package io.epro.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.docs.Docs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportIdTest {
  private static final UUID KEY = UUID.fromString("8e03978e-40d5-43e8-bc93-6894a57f9324");
  private static final byte[] BODY = {'{', '}'};

  static List<List<String>> vectors() {
    return Docs.tableRows("api/report-id.md").stream()
        .filter(row -> row.getFirst().startsWith("P-")).toList();
  }

  @Test
  void thePageHasVectors() {
    assertThat(vectors()).hasSizeGreaterThanOrEqualTo(6);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theIdIsThatOfThePublishedVector(List<String> row) {
    var id = row.get(1).isEmpty()
        ? ReportId.ofBody(row.getFirst(), row.get(2).getBytes(StandardCharsets.UTF_8),
            Long.parseLong(row.get(3)))
        : ReportId.ofKey(row.getFirst(), UUID.fromString(row.get(1)));

    assertThat(id).hasToString(row.get(4));
  }

  @Property
  void everyIdIsAVersion8OfTheStandardVariant(@ForAll String patient, @ForAll byte[] body,
      @ForAll long timestamp) {
    var id = ReportId.ofBody(patient, body, timestamp);

    assertThat(id.version()).isEqualTo(8);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(ReportId.ofBody(patient, body, timestamp)).isEqualTo(id);
  }

  @Property
  void idsSortByTimeWhateverTheHash(@ForAll String patient,
      @ForAll @LongRange(min = 0, max = (1L << 48) - 2) long timestamp) {
    var earlier = ReportId.ofBody(patient, BODY, timestamp);
    var later = ReportId.ofBody(patient, BODY, timestamp + 1);

    assertThat(earlier.toString()).isLessThan(later.toString());
  }

  @Test
  void aTimeThatDoesNotFitCountsAsZero() {
    var zero = ReportId.ofBody("P-1", BODY, 0);

    assertThat(ReportId.ofBody("P-1", BODY, -1)).isEqualTo(zero);
    assertThat(ReportId.ofBody("P-1", BODY, 1L << 48)).isEqualTo(zero);
    assertThat(ReportId.ofBody("P-1", BODY, Long.MIN_VALUE)).isEqualTo(zero);
    assertThat(ReportId.ofBody("P-1", BODY, (1L << 48) - 1)).isNotEqualTo(zero);
  }

  @Test
  void patientKeyAndBodyEachMakeAnotherId() {
    assertThat(ReportId.ofKey("P-2", KEY)).isNotEqualTo(ReportId.ofKey("P-1", KEY));
    assertThat(ReportId.ofBody("P-2", BODY, 0)).isNotEqualTo(ReportId.ofBody("P-1", BODY, 0));
    assertThat(ReportId.ofBody("P-1", new byte[]{'['}, 0))
        .isNotEqualTo(ReportId.ofBody("P-1", BODY, 0));
  }

  @Test
  void aBodyThatLooksLikeAKeyMakesAnotherIdThanTheKey() {
    assertThat(ReportId.ofBody("P-1", ReportId.toBytes(KEY), 0).getLeastSignificantBits())
        .isNotEqualTo(ReportId.ofKey("P-1", KEY).getLeastSignificantBits());
  }

  @Test
  void theBytesAreBigEndian() {
    assertThat(ReportId.toBytes(KEY)).startsWith(0x8e, 0x03, 0x97, 0x8e).endsWith(0x93, 0x24)
        .hasSize(16);
  }
}
