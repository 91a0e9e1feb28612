package io.epro.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * What this program was built from, as Maven wrote it into the jar.
 *
 * @param commit 40 hexadecimal digits, with {@code -changed} after them where files differed from that
 *     commit; {@code unknown} where there was no Git
 */
public record Build(String version, String commit) {
  private static final Build THIS = read();

  /** This program's own. */
  public static Build current() {
    return THIS;
  }

  /** One line for {@code --version}. */
  public String of(String program) {
    return program + " " + version + " (commit " + commit + ")";
  }

  static Build from(Properties written) {
    var commit = written.getProperty("commit", "");
    if (!commit.matches("[0-9a-f]{40}")) {
      commit = "unknown";
    } else if (Boolean.parseBoolean(written.getProperty("changed"))) {
      commit += "-changed";
    }
    return new Build(written.getProperty("version", "unknown"), commit);
  }

  private static Build read() {
    var written = new Properties();
    try (var in = new InputStreamReader(Objects.requireNonNull(
        Build.class.getResourceAsStream("build.properties"), "build.properties"), UTF_8)) {
      written.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return from(written);
  }
}
