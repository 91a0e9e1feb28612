package io.epro.processor.drugs;

/** How loading a dictionary ended. */
public sealed interface LoadOutcome {

  /** The whole file was read and its good lines are in the topic. */
  record Finished(int loaded, int bad) implements LoadOutcome {}

  /**
   * It ended early: the file cannot be used, or the broker did not take the drugs. What was published
   * before stays; loading the same file again is safe.
   *
   * @param reason in words
   */
  record Failed(String reason) implements LoadOutcome {}
}
