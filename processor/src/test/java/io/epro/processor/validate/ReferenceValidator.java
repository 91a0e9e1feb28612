package io.epro.processor.validate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.epro.processor.validate.PlainReport.Medication;
import io.epro.report.ReportJson;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules once more, to be read rather than to be fast: the whole document as a tree first (databind
 * says whether it is one, the JDK whether it is UTF-8), then rule after rule over the tree.
 */
final class ReferenceValidator {
  private static final ObjectMapper JSON = JsonMapper.builder(ReportJson.factory())
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();
  private static final Pattern PATIENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
  private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\ud800-\\udfff]");

  private final Rules rules;
  private final List<Violation> found = new ArrayList<>();

  private ReferenceValidator(Rules rules) {
    this.rules = rules;
  }

  static PlainVerdict validate(Rules rules, byte[] body, long receivedAtMillis) {
    Json document;
    try {
      StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body));
      JSON.readTree(body);
      try (var parser = JSON.createParser(body)) {
        parser.nextToken();
        document = Json.read(parser);
      }
    } catch (CharacterCodingException e) {
      return malformed();
    } catch (IOException e) {
      return malformed();
    }
    return document instanceof Json.Obj report
        ? new ReferenceValidator(rules).judge(report, receivedAtMillis)
        : malformed();
  }

  private static PlainVerdict malformed() {
    return new PlainVerdict.Invalid(
        new Verdict.Invalid(List.of(new Violation(ViolationCode.MALFORMED_JSON, "")), null));
  }

  private PlainVerdict judge(Json.Obj report, long receivedAtMillis) {
    var fields = new Fields();
    fields.each(report, "", Map.of(
        "patientId", (value, at) -> {
          if (value instanceof Json.Str text) {
            fields.patientId = text.value;
            check(PATIENT_ID.matcher(text.value).matches(), ViolationCode.BAD_FORMAT, at);
          } else {
            wrong(value, at);
          }
        },
        "timestamp", (value, at) -> {
          var latest = BigInteger.valueOf(receivedAtMillis)
              .add(BigInteger.valueOf(rules.maxAhead().toMillis()))
              .min(BigInteger.valueOf(253_402_300_799_999L));
          integer(value, at, BigInteger.valueOf(rules.earliest().toEpochMilli()), latest)
              .ifPresent(number -> fields.timestamp = number.longValue());
        },
        "vitals", (value, at) -> {
          if (value instanceof Json.Obj vitals) {
            vitals(vitals, at, fields);
          } else {
            wrong(value, at);
          }
        },
        "symptoms", (value, at) -> fields.symptoms = list(value, at, rules.symptoms().count(),
            (element, place) -> text(element, place, rules.symptoms().length())),
        "medications", (value, at) -> fields.medications = list(value, at,
            rules.medications().count(), this::medication)));
    missing(report, "patientId", "");
    missing(report, "timestamp", "");

    boolean onePatient = report.fields.stream().filter(f -> f.name.equals("patientId"))
        .count() == 1;
    boolean goodPatient = fields.patientId != null
        && PATIENT_ID.matcher(fields.patientId).matches();
    var violations = found.stream().distinct().limit(rules.maxViolations()).toList();
    if (!violations.isEmpty() || fields.patientId == null) {
      return new PlainVerdict.Invalid(new Verdict.Invalid(violations,
          onePatient && goodPatient ? fields.patientId : null));
    }
    return new PlainVerdict.Valid(
        new PlainReport(fields.patientId, fields.timestamp, fields.heartRate,
            fields.temperature, fields.symptoms, fields.medications));
  }

  private void vitals(Json.Obj vitals, String at, Fields fields) {
    fields.each(vitals, at, Map.of(
        "heartRate", (value, place) -> integer(value, place,
            BigInteger.valueOf((long) rules.heartRate().min()),
            BigInteger.valueOf((long) rules.heartRate().max()))
            .ifPresent(number -> fields.heartRate = OptionalInt.of(number.intValue())),
        "temp", (value, place) -> {
          if (value instanceof Json.Num number) {
            double temp = Double.parseDouble(number.literal);
            check(temp >= rules.temperature().min() && temp <= rules.temperature().max(),
                ViolationCode.OUT_OF_RANGE, place);
            fields.temperature = OptionalDouble.of(temp);
          } else {
            wrong(value, place);
          }
        }));
  }

  private Medication medication(Json value, String at) {
    var parts = new String[]{"", ""};
    if (value instanceof Json.Obj medication) {
      new Fields().each(medication, at, Map.of(
          "drugId", (id, place) -> parts[0] = text(id, place, Rules.MAX_DRUG_ID_LENGTH),
          "doseMg", (dose, place) -> {
            if (dose instanceof Json.Num number) {
              double mg = Double.parseDouble(number.literal);
              check(mg > 0 && mg <= rules.maxDoseMg(), ViolationCode.OUT_OF_RANGE, place);
              parts[1] = number.literal;
            } else {
              wrong(dose, place);
            }
          }));
      missing(medication, "drugId", at);
      missing(medication, "doseMg", at);
    } else {
      wrong(value, at);
    }
    return new Medication(parts[0], parts[1]);
  }

  private String text(Json value, String at, int max) {
    if (value instanceof Json.Str text) {
      check(text.value.codePoints().count() <= max, ViolationCode.TOO_LONG, at);
      check(!text.value.isEmpty() && !UNSTORABLE.matcher(text.value).find(),
          ViolationCode.BAD_FORMAT, at);
      return text.value;
    }
    wrong(value, at);
    return "";
  }

  private <T> @Nullable List<T> list(Json value, String at, int max, Element<T> element) {
    if (!(value instanceof Json.Arr array)) {
      wrong(value, at);
      return null;
    }
    var all = new ArrayList<T>();
    for (int i = 0; i < array.elements.size(); i++) {
      if (i < max) {
        all.add(element.read(array.elements.get(i), at + "/" + i));
      } else {
        found.add(new Violation(ViolationCode.TOO_MANY, at));
        duplicates(array.elements.get(i), at);
      }
    }
    return all;
  }

  private java.util.Optional<BigInteger> integer(Json value, String at, BigInteger min,
      BigInteger max) {
    if (!(value instanceof Json.Num number) || !number.literal.matches("-?\\d+")) {
      wrong(value, at);
      return java.util.Optional.empty();
    }
    var integer = new BigInteger(number.literal);
    check(integer.compareTo(min) >= 0 && integer.compareTo(max) <= 0, ViolationCode.OUT_OF_RANGE,
        at);
    return java.util.Optional.of(integer);
  }

  private void check(boolean holds, ViolationCode code, String at) {
    if (!holds) {
      found.add(new Violation(code, at));
    }
  }

  private void wrong(Json value, String at) {
    found.add(new Violation(ViolationCode.WRONG_TYPE, at));
    duplicates(value, at);
  }

  private void missing(Json.Obj object, String name, String at) {
    check(object.fields.stream().anyMatch(field -> field.name.equals(name)),
        ViolationCode.MISSING_FIELD, at + "/" + name);
  }

  /** Repeated keys anywhere in a value that no rule is about. */
  private void duplicates(Json value, String at) {
    if (value.repeatsKey()) {
      found.add(new Violation(ViolationCode.DUPLICATE_KEY, at));
    }
  }

  /** What is read, and how an object's fields are gone through. */
  private final class Fields {
    @Nullable
    String patientId;
    long timestamp;
    OptionalInt heartRate = OptionalInt.empty();
    OptionalDouble temperature = OptionalDouble.empty();
    @Nullable
    List<String> symptoms;
    @Nullable
    List<Medication> medications;

    void each(Json.Obj object, String at, Map<String, BiConsumer<Json, String>> known) {
      var names = new HashSet<String>();
      for (var field : object.fields) {
        var rule = known.get(field.name);
        String place = rule == null ? at : at + "/" + field.name;
        boolean first = names.add(field.name);
        check(first, ViolationCode.DUPLICATE_KEY, place);
        if (rule != null && first) {
          rule.accept(field.value, place);
        } else {
          duplicates(field.value, place);
        }
      }
    }
  }

  /** How one element of a list is read. */
  private interface Element<T> {
    T read(Json value, String at);
  }

  /** A JSON document that keeps what databind's tree drops: repeated keys and numbers as written. */
  private sealed interface Json {

    record Field(String name, Json value) {}

    record Obj(List<Field> fields) implements Json {}

    record Arr(List<Json> elements) implements Json {}

    record Str(String value) implements Json {}

    record Num(String literal) implements Json {}

    record Other() implements Json {}

    default boolean repeatsKey() {
      return switch (this) {
        case Obj(var fields) -> fields.stream().map(Field::name).distinct().count() < fields.size()
            || fields.stream().anyMatch(field -> field.value.repeatsKey());
        case Arr(var elements) -> elements.stream().anyMatch(Json::repeatsKey);
        case Str _,Num _,Other _ -> false;
      };
    }

    static Json read(JsonParser parser) throws IOException {
      return switch (parser.currentToken()) {
        case START_OBJECT -> {
          var fields = new ArrayList<Field>();
          while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.add(new Field(name, read(parser)));
          }
          yield new Obj(fields);
        }
        case START_ARRAY -> {
          var elements = new ArrayList<Json>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(parser));
          }
          yield new Arr(elements);
        }
        case VALUE_STRING -> new Str(parser.getText());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getText());
        case null, default -> new Other();
      };
    }
  }
}
