package io.epro.terminal;

/** How commands for people log: warnings to standard error, so that what they say stays readable. */
public final class Quiet {
  private Quiet() {}

  /** To be called before the first logger is made. */
  public static void logging() {
    System.setProperty("logback.configurationFile", "io/epro/terminal/quiet-logback.xml");
  }
}
