package io.epro.bench.safeguards;

import io.epro.bench.sample.Sample;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a record may be that cannot become a row. */
enum Poison {
  NONE,
  /** No JSON. */
  BAD_BYTES,
  /** {@link PoisonedProcessor} throws at it. */
  OWN_CODE_THROWS,
  /** A check of the table refuses it ({@link #CHECK}). */
  POSTGRES_REFUSES,
  /** The three above in turn. */
  MIXED;

  /** Stands on the table in every run, so that all pay for it. */
  static final String CHECK = "alter table epro.report add constraint poison"
      + " check (heart_rate is distinct from 299)";
  private static final String BOMB = "BENCH-BOMB";
  private static final int KINDS = 3;

  static byte[] bomb() {
    return BOMB.getBytes(StandardCharsets.US_ASCII);
  }

  /** @param number of the poison records before, by which the kinds take turns */
  Sample in(Sample good, long number) {
    return switch (this) {
      case NONE -> good;
      case BAD_BYTES -> with(good, "{");
      case OWN_CODE_THROWS -> with(good, document(good, ",\"medications\":[{\"drugId\":\"" + BOMB
          + "\",\"doseMg\":1}]}"));
      case POSTGRES_REFUSES -> with(good, document(good, ",\"vitals\":{\"heartRate\":299}}"));
      case MIXED -> values()[1 + (int) (number % KINDS)].in(good, number);
    };
  }

  private static String document(Sample good, String rest) {
    return "{\"patientId\":\"" + good.patientId() + "\",\"timestamp\":" + good.timestamp() + rest;
  }

  private static Sample with(Sample good, String body) {
    return new Sample(good.patientId(), good.timestamp(),
        body.getBytes(StandardCharsets.UTF_8));
  }

  String inWords() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
