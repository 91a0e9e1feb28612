package io.epro.bench.story;

/** How a report comes in: once it is through, its sender is told that it was accepted. Thread-safe. */
sealed interface Door extends AutoCloseable permits ThreadPerReport, Dispatcher {

  /** Takes a report, which is worked on later; waits where there is no room for it. */
  void take(byte[] body) throws InterruptedException;

  /** Reports taken whose work has not begun. */
  int waiting();

  @Override
  void close();
}
