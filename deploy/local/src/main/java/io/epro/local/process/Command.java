package io.epro.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What to start.
 *
 * @param name of the program, for messages
 * @param words the program and its arguments
 * @param environment on top of this process's own
 * @param log the file that standard output and error are appended to
 */
public record Command(String name, List<String> words, Map<String, String> environment, Path log) {
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java")
      .toString();

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /**
   * A Java program on the JDK that runs this one.
   *
   * @param jvmOptions what stands before the main class or {@code -jar}
   * @param program main class or {@code -jar FILE}, then the arguments
   */
  public static Command java(
      String name, List<String> jvmOptions, List<String> program, Path log) {
    var words = new ArrayList<String>();
    words.add(JAVA);
    words.addAll(jvmOptions);
    words.addAll(program);
    return new Command(name, words, Map.of(), log);
  }

  public Command withEnvironment(Map<String, String> more) {
    return new Command(name, words, more, log);
  }

  /** The same command behind another one, such as {@code setsid}. */
  Command behind(List<String> prefix) {
    var all = new ArrayList<>(prefix);
    all.addAll(words);
    return new Command(name, all, environment, log);
  }
}
