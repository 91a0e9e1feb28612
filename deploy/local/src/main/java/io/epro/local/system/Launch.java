package io.epro.local.system;

import java.util.List;
import java.util.Map;

/**
 * What one program is started with beyond its settings.
 *
 * @param jvmOptions after the plan's, so that these win
 * @param environment on top of this process's own
 */
public record Launch(List<String> jvmOptions, Map<String, String> environment) {
  public static final Launch USUAL = new Launch(List.of(), Map.of());

  public Launch {
    jvmOptions = List.copyOf(jvmOptions);
    environment = Map.copyOf(environment);
  }

  public static Launch withJvm(String... options) {
    return new Launch(List.of(options), Map.of());
  }

  public static Launch withEnvironment(Map<String, String> environment) {
    return new Launch(List.of(), environment);
  }
}
