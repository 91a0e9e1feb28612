package io.epro.local.up;

import java.io.PrintStream;

/**
 * Where {@code up} writes to: on a terminal the live line is written over itself below all else;
 * elsewhere it is a plain line now and then. Confined to one thread.
 */
final class Screen {
  private static final String CLEAR = "\r\u001b[K";
  // A line that is wrapped could not be written over.
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

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
      out.print(CLEAR + NO_WRAP + line + WRAP);
      live = true;
    } else {
      out.println(line);
    }
    out.flush();
  }
}
