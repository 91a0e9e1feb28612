package io.epro.gateway.receive;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The way into an event loop from the producer's network thread. That thread acknowledges a whole
 * batch at once, so letters are collected and the event loop is woken once for all of them.
 *
 * <p>No letter is left lying: {@code awake} is cleared before the queue is emptied, so whoever posts
 * after the last poll finds it false and wakes the loop again. The queue is as bounded as the
 * requests, since each has at most one letter.
 */
final class Mailbox<T> {
  private final ConcurrentLinkedQueue<T> letters = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final Executor eventLoop;
  private final Consumer<T> reader;

  /** @param reader called on the event loop, once for each letter, in their order */
  Mailbox(Executor eventLoop, Consumer<T> reader) {
    this.eventLoop = eventLoop;
    this.reader = reader;
  }

  /** From any thread. */
  void post(T letter) {
    letters.add(letter);
    if (awake.compareAndSet(false, true)) {
      eventLoop.execute(this::read);
    }
  }

  private void read() {
    awake.set(false);
    for (var letter = letters.poll(); letter != null; letter = letters.poll()) {
      reader.accept(letter);
    }
  }
}
