package io.epro.local.traffic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Ways in which a report that the gateway takes breaks the rules of the processor. */
enum Defect {
  NO_TIMESTAMP(report -> report.remove("timestamp")),
  TIMESTAMP_AS_TEXT(report -> report.put("timestamp", "yesterday")),
  TIMESTAMP_OF_1990(report -> report.put("timestamp", 631_152_000_000L)),
  HEART_RATE_TOO_HIGH(report -> report.withObject("/vitals").put("heartRate", 720)),
  HEART_RATE_AS_TEXT(report -> report.withObject("/vitals").put("heartRate", "72")),
  TEMPERATURE_IN_FAHRENHEIT(report -> report.withObject("/vitals").put("temp", 98.6)),
  SYMPTOMS_NO_LIST(report -> report.put("symptoms", "headache")),
  SYMPTOM_EMPTY(report -> report.withArray("/symptoms").add("")),
  SYMPTOM_WITH_NUL(report -> report.withArray("/symptoms").add("head\0ache")),
  SYMPTOM_TOO_LONG(report -> report.withArray("/symptoms").add("very ".repeat(60) + "tired")),
  SYMPTOMS_TOO_MANY(report -> IntStream.range(0, 65)
      .forEach(i -> report.withArray("/symptoms").add("itch " + i))),
  DOSE_NEGATIVE(report -> report.withArray("/medications").addObject()
      .put("drugId", "N02BE01").put("doseMg", -500)),
  DRUG_WITHOUT_ID(report -> report.withArray("/medications").addObject().put("doseMg", 500)),
  SEVERAL_AT_ONCE(report -> {
    report.remove("timestamp");
    report.withObject("/vitals").put("heartRate", 3).put("temp", "warm");
  });

  @SuppressWarnings("ImmutableEnumChecker") // the constants' lambdas hold nothing
  private final Consumer<ObjectNode> damage;

  Defect(Consumer<ObjectNode> damage) {
    this.damage = damage;
  }

  void apply(ObjectNode report) {
    damage.accept(report);
  }
}
