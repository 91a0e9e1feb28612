package io.epro.processor.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.epro.config.ConfigException;
import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.validate.PlainReport.Medication;
import io.epro.report.ReportText;
import io.epro.report.TestReports;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportValidatorTest {
  private static final long NOW = TestReports.TIMESTAMP;
  private static final String HEAD = "\"patientId\":\"P\",\"timestamp\":1763856000000";

  private final ReportValidator validator = new ReportValidator(TestRules.DEFAULT);

  @Test
  void readsTheReportOfTheContract() {
    assertThat(plain(TestReports.body("P-000123", NOW)))
        .isEqualTo(new PlainVerdict.Valid(new PlainReport("P-000123", NOW, OptionalInt.of(72),
            OptionalDouble.of(36.6), List.of("headache", "nausea"),
            List.of(new Medication("N02BE01", "500")))));
  }

  @Test
  void leavesAbsentWhatIsAbsent() {
    assertThat(plain(bytes("{" + HEAD + ",\"vitals\":{}}")))
        .isEqualTo(new PlainVerdict.Valid(new PlainReport("P", NOW, OptionalInt.empty(),
            OptionalDouble.empty(), null, null)));
    assertThat(plain(bytes("{" + HEAD + ",\"symptoms\":[],\"medications\":[]}")))
        .isEqualTo(new PlainVerdict.Valid(new PlainReport("P", NOW, OptionalInt.empty(),
            OptionalDouble.empty(), List.of(), List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "[]", "1", "{", "{}x", "{} {}", "{\"a\":1,}", "{'a':1}",
    "{\"a\":01}", "{\"a\":NaN}", "{\"a\":\"\t\"}", "\uFEFF{}", "{\"a\":\"\\x\"}", "// c\n{}",
    "{\"patientId\":5,"})
  void refusesWhatIsNoJsonObjectAsAWhole(String document) {
    assertThat(found(document)).isEqualTo("malformed_json ");
  }

  @Test
  void refusesNullOtherEncodingsAndInvalidUtf8AsAWhole() {
    assertThat(found((byte[]) null)).isEqualTo("malformed_json ");
    assertThat(found("{}".getBytes(StandardCharsets.UTF_16LE))).isEqualTo("malformed_json ");
    assertThat(found("{}".getBytes(StandardCharsets.UTF_16BE))).isEqualTo("malformed_json ");
    for (int[] sequence : new int[][]{{0xC0, 0x80}, {0xED, 0xA0, 0x80}, {0xF4, 0x90, 0x80, 0x80},
      {0xF5, 0x80, 0x80, 0x80}, {0x80}, {0xC3}, {0xE2, 0x82}, {0xFF}}) {
      assertThat(ReportText.isUtf8(toBytes(sequence))).isFalse();
    }
    assertThat(ReportText.isUtf8(bytes("a\u00e9\u20ac\ud83d\ude00\u0000\uffff"))).isTrue();
  }

  @Test
  void refusesDepthAndNumbersOverTheLimitAsAWhole() {
    String start = "{" + HEAD + ",\"x\":";
    assertThat(found(start + "[".repeat(63) + "]".repeat(63) + "}")).isEmpty();
    assertThat(found(start + "[".repeat(64) + "]".repeat(64) + "}")).isEqualTo("malformed_json ");
    assertThat(found(start + "1".repeat(1000) + "}")).isEmpty();
    assertThat(found(start + "1".repeat(1001) + "}")).isEqualTo("malformed_json ");
    assertThat(found(start + "\"" + "x".repeat(500_000) + "\"}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{} | missing_field /patientId, missing_field /timestamp",
    "{'patientId':null,'timestamp':null} | wrong_type /patientId, wrong_type /timestamp",
    "{'timestamp':1763856000000,'patientId':'a b'} | bad_format /patientId",
    "{'patientId':'','timestamp':'1'} | bad_format /patientId, wrong_type /timestamp",
    "{'patientId':'P','timestamp':1e3} | wrong_type /timestamp",
    "{'patientId':'P','timestamp':946684799999} | out_of_range /timestamp",
    "{'patientId':'P','timestamp':1763942400000} | ``",
    "{'patientId':'P','timestamp':1763942400001} | out_of_range /timestamp",
    "{'patientId':'P','timestamp':9223372036854775808} | out_of_range /timestamp",
    "{HEAD,'vitals':null} | wrong_type /vitals",
    "{HEAD,'vitals':[{'a':1,'a':1}]} | wrong_type /vitals, duplicate_key /vitals",
    "{HEAD,'vitals':{'heartRate':20,'temp':30}} | ``",
    "{HEAD,'vitals':{'heartRate':300,'temp':45.0}} | ``",
    "{HEAD,'vitals':{'heartRate':19,'temp':29.9}} "
        + "| out_of_range /vitals/heartRate, out_of_range /vitals/temp",
    "{HEAD,'vitals':{'temp':45.01,'heartRate':301}} "
        + "| out_of_range /vitals/temp, out_of_range /vitals/heartRate",
    "{HEAD,'vitals':{'heartRate':72.0,'temp':'36'}} "
        + "| wrong_type /vitals/heartRate, wrong_type /vitals/temp",
    "{HEAD,'vitals':{'heartRate':2147483648}} | out_of_range /vitals/heartRate",
    "{HEAD,'symptoms':{}} | wrong_type /symptoms",
    "{HEAD,'symptoms':['',1,'x\\u0000','\\ud800','\\ud83d\\ude00']} | bad_format /symptoms/0, "
        + "wrong_type /symptoms/1, bad_format /symptoms/2, bad_format /symptoms/3",
    "{HEAD,'medications':[{},5,{'drugId':'','doseMg':0}]} | missing_field /medications/0/drugId, "
        + "missing_field /medications/0/doseMg, wrong_type /medications/1, "
        + "bad_format /medications/2/drugId, out_of_range /medications/2/doseMg",
    "{'patientId':'P','patientId':{'a':1,'a':2},HEAD} "
        + "| duplicate_key /patientId",
    "{HEAD,'x':1,'x':2} | duplicate_key",
  })
  void listsEveryViolationWithItsPlace(String report, String expected) {
    String document = report.replace("HEAD", HEAD).replace('\'', '"');
    assertThat(found(document).strip()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0.001", "5e2", "1E-3", "100000", "2.50", "100000.0", "1e-320"})
  void keepsADoseAsItWasWritten(String dose) {
    var verdict = (PlainVerdict.Valid) plain(withDose(dose));
    assertThat(verdict.report().medications()).containsExactly(new Medication("D", dose));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "-0.0", "-1", "100000.1", "1e400", "1e-400", "0e999999999"})
  void refusesADoseOutsideItsRange(String dose) {
    assertThat(found(withDose(dose))).isEqualTo("out_of_range /medications/0/doseMg");
  }

  @Test
  void countsCharactersNotCodeUnits() {
    assertThat(found(withSymptom("\ud83d\ude00".repeat(200)))).isEmpty();
    assertThat(found(withSymptom("\ud83d\ude00".repeat(201)))).isEqualTo("too_long /symptoms/0");
    assertThat(found(withSymptom("x".repeat(201) + "\\u0000")))
        .isEqualTo("too_long /symptoms/0, bad_format /symptoms/0");
  }

  @Test
  void doesNotJudgeElementsBeyondTheLimitOfAList() {
    String full = "\"x\",".repeat(64);
    assertThat(found("{" + HEAD + ",\"symptoms\":[" + full + "1,2]}"))
        .isEqualTo("too_many /symptoms");
  }

  @Test
  void neverQuotesANameThatAClientMadeUp() {
    assertThat(found("{" + HEAD + ",\"secret\":{\"b\":1,\"b\":2},\"vitals\":{\"s\":1,\"s\":1}}"))
        .isEqualTo("duplicate_key , duplicate_key /vitals");
  }

  @Test
  void seesThroughEscapedNames() {
    assertThat(found("{" + HEAD + ",\"patient\\u0049d\":\"Q\"}"))
        .isEqualTo("duplicate_key /patientId");
  }

  @Test
  void listsOnlySoManyViolations() {
    String many = ("\"" + "x".repeat(201) + "\\u0000\",").repeat(63) + "1";
    String medications = "{},".repeat(63) + "{}";
    var verdict = (Verdict.Invalid) validator.validate(
        bytes("{\"symptoms\":[" + many + "],\"medications\":[" + medications + "]}"), NOW);
    assertThat(verdict.violations()).hasSize(200);
    assertThat(verdict.violations().getFirst().pointer()).isEqualTo("/symptoms/0");
  }

  @Test
  void namesThePatientOnlyWhereThereIsOne() {
    assertThat(patientOf("{\"patientId\":\"P\"}")).isEqualTo("P");
    assertThat(patientOf("{\"patientId\":\"P P\"}")).isNull();
    assertThat(patientOf("{\"patientId\":\"P\",\"patientId\":\"Q\"}")).isNull();
    assertThat(patientOf("{\"patientId\":\"P\"")).isNull();
  }

  @Test
  void survivesReceiptTimesThatNobodyCanMean() {
    byte[] report = TestReports.body("P", NOW);
    assertThat(validator.validate(report, Long.MAX_VALUE)).isInstanceOf(Verdict.Valid.class);
    assertThat(validator.validate(report, Long.MIN_VALUE)).isInstanceOf(Verdict.Invalid.class);
    assertThat(validator.validate(TestReports.body("P", 253_402_300_800_000L), Long.MAX_VALUE))
        .isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void printsNoPatientData() {
    assertThat(validator.validate(TestReports.body("P-77", NOW), NOW).toString())
        .doesNotContain("P-77", "headache", "N02BE01");
    assertThat(validator.validate(bytes("{\"patientId\":\"P-77\"}"), NOW).toString())
        .doesNotContain("P-77");
  }

  @Test
  void refusesRulesThatMakeNoSenseAllAtOnce() {
    var settings = Settings.load(ProcessorSettings.class,
        Map.of("processor.rules.heart-rate-min", "400", "processor.rules.max-dose-mg", "0"));
    assertThatThrownBy(() -> Rules.from(settings.rules())).isInstanceOf(ConfigException.class)
        .hasMessageContaining("heart-rate-min").hasMessageContaining("max-dose-mg");
  }

  private byte[] withDose(String dose) {
    return bytes("{" + HEAD + ",\"medications\":[{\"drugId\":\"D\",\"doseMg\":" + dose + "}]}");
  }

  private byte[] withSymptom(String text) {
    return bytes("{" + HEAD + ",\"symptoms\":[\"" + text + "\"]}");
  }

  private PlainVerdict plain(byte[] document) {
    return PlainVerdict.of(validator.validate(document, NOW));
  }

  private String found(String document) {
    return found(bytes(document));
  }

  private String found(byte @Nullable [] document) {
    return switch (validator.validate(document, NOW)) {
      case Verdict.Valid _ -> "";
      case Verdict.Invalid(var violations, var _) -> violations.stream()
          .map(violation -> violation.code().code() + " " + violation.pointer())
          .collect(Collectors.joining(", "));
    };
  }

  private @Nullable String patientOf(String document) {
    return ((Verdict.Invalid) validator.validate(bytes(document), NOW)).patientId();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] toBytes(int[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
