package io.epro.processor.command;

import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import java.nio.file.Path;
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

  /** @throws io.epro.config.ConfigException naming every problem found */
  public ProcessorSettings load() {
    return Settings.load(ProcessorSettings.class, file());
  }
}
