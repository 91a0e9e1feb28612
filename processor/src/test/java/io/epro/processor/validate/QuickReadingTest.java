package io.epro.processor.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.epro.processor.validate.PlainReport.Medication;
import io.epro.report.TestReports;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When the quick reading says yes. That it is right then, {@link ReportValidatorDifferentialTest} shows for
 * the validator that holds it.
 */
class QuickReadingTest {
  private static final String HEAD = "{\"patientId\":\"P-1\",\"timestamp\":1763856000000";

  private final Report report = new Report();
  private final QuickReading quick = new QuickReading(TestRules.DEFAULT, report);

  @Test
  void isSureOfWhatProgramsWrite() {
    assertThat(read("""
         {"patientId" : "P-1", "timestamp":1763856000000, "app":{"v":[1,null,true]},
         "vitals":{"temp":36.60,"heartRate":72},
         "symptoms":["\\u00dcbel\\n","felt \\"odd\\" \\ud83d\\ude00","mal de tête"],
         "medications":[{"doseMg":0.5,"drugId":"N02BE01","route":"oral"}]}
        """)).isTrue();
    assertThat(PlainReport.of(report)).isEqualTo(new PlainReport("P-1", TestReports.TIMESTAMP,
        OptionalInt.of(72), OptionalDouble.of(36.6),
        List.of("Übel\n", "felt \"odd\" 😀", "mal de tête"),
        List.of(new Medication("N02BE01", "0.5"))));
  }

  @Property(tries = 500)
  void isSureOfAllValidReportsButOnesWrittenInOddWays(@ForAll("valid") String valid) {
    assertThat(read(valid) || valid.matches(".*[eE][-+]?\\d.*")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "}{}", ",\"timestamp\":1}", ",\"symptoms\":[\"\"]}",
    ",\"symptoms\":[\"\\u0000\"]}", ",\"symptoms\":[\"\\ud800\"]}", ",\"symptoms\":[1]}",
    ",\"symptoms\":null}", ",\"vitals\":[]}", ",\"vitals\":{\"heartRate\":19}}",
    ",\"vitals\":{\"heartRate\":72.0}}", ",\"vitals\":{\"temp\":45.1}}",
    ",\"vitals\":{\"temp\":3.66e1}}", ",\"medications\":[{}]}", ",\"medications\":[null]}",
    ",\"medications\":[{\"drugId\":\"A\"}]}", ",\"medications\":[{\"doseMg\":1}]}",
    ",\"medications\":[{\"drugId\":\"A\",\"doseMg\":0}]}",
    ",\"medications\":[{\"drugId\":\"A\",\"doseMg\":\"1\"}]}"})
  void leavesTheRestToTheParser(String tail) {
    assertThat(read(HEAD + tail)).isFalse();
  }

  @Test
  void needsPatientAndTime() {
    assertThat(read(HEAD + "}")).isTrue();
    assertThat(read("{\"patientId\":\"P-1\"}")).isFalse();
    assertThat(read("{\"timestamp\":1763856000000}")).isFalse();
  }

  @Test
  void makesNoGarbage() {
    byte[] plain = TestReports.body("P-1", TestReports.TIMESTAMP);
    byte[] escaped = (HEAD + ",\"symptoms\":[\"\\u00fcbel\"]}").getBytes(UTF_8);
    read(plain, escaped, 1);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    read(plain, escaped, 10_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Provide
  Arbitrary<String> valid() {
    return TestReports.valid();
  }

  private void read(byte[] one, byte[] other, int times) {
    for (int i = 0; i < times; i++) {
      if (!quick.read(one, TestReports.TIMESTAMP) || !quick.read(other, TestReports.TIMESTAMP)) {
        throw new IllegalStateException("not sure");
      }
    }
  }

  private boolean read(String json) {
    return quick.read(json.getBytes(UTF_8), TestReports.TIMESTAMP);
  }
}
