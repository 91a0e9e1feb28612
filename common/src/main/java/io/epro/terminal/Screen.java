package io.epro.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a program writes what stays and how it stands now: on a terminal the live line is written over
 * itself below all else; elsewhere it is a plain line now and then. Confined to one thread.
 */
public final class Screen {
  private static final String CLEAR = "\r\u001b[K";
  // A line that is wrapped could not be written over.
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final PrintStream out;
  private final boolean terminal;
  private boolean live;

  public Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** @param out one of the process' own streams */
  public static Screen on(PrintStream out) {
    return new Screen(out, isTerminal(out.equals(System.err) ? 2 : 1));
  }

  /** Linux tells it of each stream alone; the JDK only whether both standard input and output are one. */
  @SuppressWarnings("SystemConsoleNull") // the JDK may be told to behave as before 22
  private static boolean isTerminal(int descriptor) {
    try {
      var device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return device.startsWith("/dev/pts") || device.startsWith("/dev/console")
          || device.toString().startsWith("/dev/tty");
    } catch (IOException e) {
      var console = System.console();
      return console != null && console.isTerminal();
    }
  }

  public boolean terminal() {
    return terminal;
  }

  /** One or more lines that stay. */
  public void say(String text) {
    clear();
    out.println(text);
    out.flush();
  }

  /** Takes the live line away. */
  public void clear() {
    if (live) {
      out.print(CLEAR);
      out.flush();
      live = false;
    }
  }

  /** How it stands now. */
  public void live(String line) {
    if (terminal) {
      out.print(CLEAR + NO_WRAP + line + WRAP);
      live = true;
    } else {
      out.println(line);
    }
    out.flush();
  }
}
