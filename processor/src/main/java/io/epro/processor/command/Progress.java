package io.epro.processor.command;

import io.epro.processor.console.Operations.Watcher;
import io.epro.terminal.Screen;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far a long command has come, on stderr: on a terminal one line that is written over, elsewhere a line
 * now and then. Confined to one thread.
 */
final class Progress implements Watcher, AutoCloseable {
  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final Screen screen;
  private final LongSupplier nanoTime;
  private final Duration every;
  private long saidNanos;

  Progress(Screen screen, LongSupplier nanoTime) {
    this.screen = screen;
    this.nanoTime = nanoTime;
    this.every = screen.terminal() ? ON_TERMINAL : ELSEWHERE;
    this.saidNanos = nanoTime.getAsLong();
  }

  static Progress onStderr() {
    return new Progress(Screen.on(System.err), System::nanoTime);
  }

  @Override
  public void at(String what, long done, long total) {
    long now = nanoTime.getAsLong();
    if (now - saidNanos >= every.toNanos()) {
      saidNanos = now;
      screen.live(total == 0 ? "%s: %,d".formatted(what, done)
          : "%s: %,d of %,d (%d %%)".formatted(what, done, total, 100 * done / total));
    }
  }

  @Override
  public void close() {
    screen.clear();
  }
}
