package io.epro.processor.model;

/** An operating system's process: what can be frozen and killed. */
abstract class SimProcess {
  final String name;
  private boolean frozen;
  private boolean dead;
  private boolean wasFrozen;

  SimProcess(String name) {
    this.name = name;
  }

  /** SIGSTOP. */
  void freeze() {
    frozen = true;
    wasFrozen = true;
  }

  /** SIGCONT. */
  void thaw() {
    frozen = false;
  }

  /** SIGKILL. */
  void die() {
    dead = true;
  }

  boolean runs() {
    return !frozen && !dead;
  }

  boolean frozen() {
    return frozen && !dead;
  }

  boolean dead() {
    return dead;
  }

  boolean wasFrozen() {
    return wasFrozen;
  }
}
