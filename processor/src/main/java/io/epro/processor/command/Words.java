package io.epro.processor.command;

/** Numbers with their nouns. */
final class Words {
  private Words() {}

  /** @param noun whose plural has an s */
  static String of(long number, String noun) {
    return grouped(number) + " " + noun + (number == 1 ? "" : "s");
  }

  static String grouped(long number) {
    return "%,d".formatted(number);
  }
}
