package io.epro.processor.command;

import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where every command finds its settings. */
public final class ConfigOption {
  @Option(names = "--config", paramLabel = "FILE", description = "Properties file with processor.* keys; system properties and the environment"
      + " go before it.")
  private @Nullable Path file;

  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** @throws io.epro.config.ConfigException listing every problem */
  ProcessorSettings load() {
    return Settings.load(ProcessorSettings.class, file());
  }
}
