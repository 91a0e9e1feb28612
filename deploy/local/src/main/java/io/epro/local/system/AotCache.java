package io.epro.local.system;

/** What gateway and processor do with the AOT cache beside their jar. */
public enum AotCache {
  /** Start with it, if there is one that is newer than the jar. */
  USE,
  /** Make it anew, from this run, at the process' end. */
  MAKE,
  /** Start without. */
  IGNORE
}
