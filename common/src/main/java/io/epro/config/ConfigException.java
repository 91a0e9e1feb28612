package io.epro.config;

import java.util.List;

/** The configuration cannot be used; the message lists every problem, one a line. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(List<String> problems) {
    super("the configuration has " + problems.size()
        + (problems.size() == 1 ? " problem:" : " problems:")
        + String.join("", problems.stream().map(problem -> "\n  - " + problem).toList()));
  }
}
