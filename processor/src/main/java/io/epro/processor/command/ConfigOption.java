package io.epro.processor.command;

import io.epro.config.ConfigException;
import io.epro.config.Settings;
import io.epro.observe.AdminToken;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.operators.OperatorKeys;
import io.epro.processor.postgres.PostgresUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that every command has in common: {@code --config FILE}. */
public final class ConfigOption {
  @Option(names = "--config", paramLabel = "FILE",
      description = "Properties file with processor.* keys; the environment and system properties "
          + "come before it.")
  private @Nullable Path file;

  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** @throws ConfigException naming every problem found */
  public ProcessorSettings load() {
    return load(Map.of());
  }

  /**
   * The same with fixed values in front of all others.
   *
   * @throws ConfigException naming every problem found
   */
  ProcessorSettings load(Map<String, String> values) {
    var settings = Settings.load(ProcessorSettings.class, file(), values);
    var problems = new ArrayList<>(settings.kafka().problems("processor.kafka"));
    problems.addAll(PostgresUrl.problems(settings.postgres()));
    problems.addAll(AdminToken.problems("processor.admin.token", settings.admin().token()));
    problems.addAll(AdminAddress.problems(settings.admin()));
    problems.addAll(OperatorKeys.problems(settings.console().auth()));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return settings;
  }
}
