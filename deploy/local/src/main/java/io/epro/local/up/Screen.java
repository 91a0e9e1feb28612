package io.epro.local.up;

import java.io.PrintStream;

/**
 * Where {@code up} writes to: on a terminal the live line is written over itself below all else;
 * elsewhere it is a plain line now and then. Confined to one thread.
 */
final class Screen {
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private boolean live;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @SuppressWarnings("SystemConsoleNull") // the JDK may be told to behave as before 22
  static Screen standard() {
    var console = System.console();
    return new Screen(System.out, console != null && console.isTerminal());
  }

  boolean terminal() {
    return terminal;
  }

  /** One or more lines that stay. */
  void say(String text) {
    if (live) {
      out.print(CLEAR);
      live = false;
    }
    out.println(text);
    out.flush();
  }

  /** How it stands now. */
  void live(String line) {
    if (terminal) {
      out.print(CLEAR + line);
      live = true;
    } else {
      out.println(line);
    }
    out.flush();
  }
}
