package io.epro.local;

/** How the commands log: warnings to standard error, so that what they say stays readable. */
final class Quiet {
  private Quiet() {}

  /** To be called before the first logger is made. */
  static void logging() {
    System.setProperty("logback.configurationFile", "io/epro/local/quiet-logback.xml");
  }
}
