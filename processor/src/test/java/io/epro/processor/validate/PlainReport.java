package io.epro.processor.validate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A report by value, to be read and compared. What was absent is absent here, never zero or empty.
 *
 * @param timestamp epoch milliseconds
 * @param heartRate beats per minute
 * @param temperature degrees Celsius
 */
public record PlainReport(String patientId, long timestamp, OptionalInt heartRate,
    OptionalDouble temperature, @Nullable List<String> symptoms,
    @Nullable List<Medication> medications) {

  /**
   * A medicine taken.
   *
   * @param doseMg milligrams, the JSON number as it was written
   */
  public record Medication(String drugId, String doseMg) {
    @Override
    public String toString() {
      return "Medication[redacted]";
    }
  }

  /** What a report says now. */
  public static PlainReport of(Report report) {
    return new PlainReport(text(report, report.patientFrom(), report.patientTo()),
        report.timestamp(),
        report.hasHeartRate() ? OptionalInt.of(report.heartRate()) : OptionalInt.empty(),
        report.hasTemperature() ? OptionalDouble.of(report.temperature()) : OptionalDouble.empty(),
        report.hasSymptoms() ? texts(report, report.symptoms()) : null,
        report.hasMedications() ? medications(report) : null);
  }

  private static List<Medication> medications(Report report) {
    var ids = texts(report, report.drugIds());
    var doses = texts(report, report.doses());
    return IntStream.range(0, ids.size())
        .mapToObj(i -> new Medication(ids.get(i), doses.get(i))).toList();
  }

  private static List<String> texts(Report report, Slices slices) {
    return IntStream.range(0, slices.size())
        .mapToObj(i -> text(report, slices.from(i), slices.to(i))).toList();
  }

  private static String text(Report report, int from, int to) {
    return new String(report.text(), from, to - from, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "PlainReport[redacted]";
  }
}
