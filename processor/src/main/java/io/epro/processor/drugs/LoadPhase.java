package io.epro.processor.drugs;

/** What a loader is at, for those who watch it. */
public enum LoadPhase {
  /** Counted in records of the topic. */
  READING_DICTIONARY,
  /** Counted in drugs and bad lines; what differs is published meanwhile. */
  READING_FILE,
  /** Counted in drugs. */
  REMOVING
}
