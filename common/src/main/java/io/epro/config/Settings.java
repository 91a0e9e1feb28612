package io.epro.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fills an interface annotated with {@link ConfigMapping} from, strongest first: system properties
 * ({@code -Dgateway.port=8080}), the environment ({@code GATEWAY_PORT=8080}), a directory of secrets
 * (see {@link #SECRETS}), a properties file, the defaults in the interface. A key that nobody knows is an
 * error, and so is a value out of form.
 */
public final class Settings {
  /** The environment's variable that names a directory with a file for each secret. */
  public static final String SECRETS = "EPRO_SECRETS";
  /** Of keys whose values are never shown. */
  private static final Pattern SECRET = Pattern.compile("(?i)password|secret|token$|jaas|[.-]key$");
  private static final int FILE_ORDINAL = 200;
  /** Before the file, after the environment's 300. */
  private static final int SECRETS_ORDINAL = 250;

  private Settings() {}

  /**
   * Loads the settings of one program.
   *
   * @throws ConfigException naming every problem found, not just the first
   */
  public static <T> T load(Class<T> mapping, Optional<Path> file) {
    return load(mapping, file, Optional.ofNullable(System.getenv(SECRETS))
        .filter(name -> !name.isBlank()).map(Path::of));
  }

  /**
   * As above, with fixed values in front of all other sources: for what follows from a command.
   *
   * @throws ConfigException naming every problem found
   */
  public static <T> T load(Class<T> mapping, Optional<Path> file, Map<String, String> values) {
    var sources = new ArrayList<>(secrets(mapping, Optional.ofNullable(System.getenv(SECRETS))
        .filter(name -> !name.isBlank()).map(Path::of)));
    sources.add(given(values));
    return load(mapping, file, sources);
  }

  static <T> T load(Class<T> mapping, Optional<Path> file, Optional<Path> secrets) {
    return load(mapping, file, secrets(mapping, secrets));
  }

  private static List<PropertiesConfigSource> secrets(Class<?> mapping, Optional<Path> secrets) {
    return secrets.map(directory -> new PropertiesConfigSource(
        SecretFiles.read(directory, prefix(mapping)), directory.toString(), SECRETS_ORDINAL))
        .stream().toList();
  }

  private static PropertiesConfigSource given(Map<String, String> values) {
    return new PropertiesConfigSource(values, "given", Integer.MAX_VALUE);
  }

  /** As above, with fixed values in front of all other sources (the tests' way in). */
  public static <T> T load(Class<T> mapping, Map<String, String> values) {
    return load(mapping, Optional.empty(), List.of(given(values)));
  }

  /**
   * A value as it is in force.
   *
   * @param text masked where it is a secret
   * @param source the file, the environment, or the default
   */
  public record InForce(String text, String source) {}

  /**
   * Every key of a program that has a value now, those of given Kafka properties included. What may be a secret
   * is masked.
   */
  public static SortedMap<String, InForce> inForce(Class<?> mapping, Optional<Path> file) {
    var config = builder(mapping, file, secrets(mapping,
        Optional.ofNullable(System.getenv(SECRETS)).filter(name -> !name.isBlank())
            .map(Path::of)))
        .build();
    var keys = new TreeSet<>(keys(mapping).keySet());
    config.getPropertyNames().forEach(name -> {
      if (name.startsWith(prefix(mapping) + ".")) {
        keys.add(name);
      }
    });
    var all = new TreeMap<String, InForce>();
    for (String key : keys) {
      var value = config.getConfigValue(key);
      if (value.getValue() != null && !key.endsWith("*")) {
        all.put(key, new InForce(isSecret(key) ? "(masked)" : value.getValue(),
            source(String.valueOf(value.getConfigSourceName()))));
      }
    }
    return all;
  }

  /** Whether a key's value is not to be shown. */
  static boolean isSecret(String key) {
    return SECRET.matcher(key).find();
  }

  private static String source(String name) {
    return switch (name) {
      case "DefaultValuesConfigSource" -> "default";
      case "SysPropConfigSource" -> "command line (-D)";
      case "EnvConfigSource" -> "environment";
      default -> name.replaceAll("PropertiesConfigSource\\[source=(.*)\\]", "$1");
    };
  }

  private static <T> T load(
      Class<T> mapping, Optional<Path> file, List<PropertiesConfigSource> given) {
    try {
      return builder(mapping, file, given).build().getConfigMapping(mapping);
    } catch (ConfigValidationException e) {
      var problems = new ArrayList<String>(e.getProblemCount());
      for (int i = 0; i < e.getProblemCount(); i++) {
        problems.add(
            SettingsProblem.inWords(e.getProblem(i).getMessage(), keys(mapping).keySet()));
      }
      throw new ConfigException(problems);
    }
  }

  private static SmallRyeConfigBuilder builder(
      Class<?> mapping, Optional<Path> file, List<PropertiesConfigSource> given) {
    var builder = new SmallRyeConfigBuilder()
        .withMapping(mapping)
        .withConverter(Duration.class, 1000, Durations::parse)
        .withConverter(ByteSize.class, 1000, ByteSize::parse)
        // An absent value comes as an empty text, and Path.of("") would be the working directory.
        .withConverter(Path.class, 1000, text -> text.isEmpty() ? null : Path.of(text))
        .addSystemSources()
        .withSources(given.toArray(PropertiesConfigSource[]::new));
    file.ifPresent(path -> builder.withSources(
        new PropertiesConfigSource(read(path, prefix(mapping)), path.toString(), FILE_ORDINAL)));
    return builder;
  }

  /** Every key of a mapping with its default, empty where a value is required or optional. */
  public static SortedMap<String, Optional<String>> keys(Class<?> mapping) {
    var keys = new TreeMap<String, Optional<String>>();
    ConfigMappings.getProperties(ConfigClass.configClass(mapping)).forEach((key, property) -> keys
        .put(key,
            Optional.ofNullable(property.hasDefaultValue() ? property.getDefaultValue() : null)));
    keys.keySet().removeIf(key -> key.endsWith("[*]")); // a list's elements
    return keys;
  }

  private static String prefix(Class<?> mapping) {
    return mapping.getAnnotation(ConfigMapping.class).prefix();
  }

  private static Map<String, String> read(Path file, String prefix) {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(
          List.of("cannot read the configuration file " + file + ": " + e.getMessage()));
    }
    var strangers = properties.stringPropertyNames().stream()
        .filter(key -> !key.startsWith(prefix + "."))
        .sorted()
        .map(key -> file + ": unknown key " + key + " (keys here begin with " + prefix + ".)")
        .toList();
    if (!strangers.isEmpty()) {
      throw new ConfigException(strangers);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, properties::getProperty));
  }
}
