package io.epro.profile;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which profile is wanted, from the query of a URL: {@code type=cpu&seconds=10&format=flamegraph&instances=this}. */
public record ProfileRequest(ProfileType type, Duration length, ProfileFormat format,
    Instances instances) {
  public static final int MAX_SECONDS = 60;
  private static final String DEFAULT_SECONDS = "10";
  private static final List<String> PARAMETERS = List.of("type", "seconds", "format",
      "instances");

  /** Of which processes. */
  public enum Instances {
    THIS, ALL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of this process. */
  public ProfileRequest(ProfileType type, Duration length, ProfileFormat format) {
    this(type, length, format, Instances.THIS);
  }

  /** What a query says. */
  public sealed interface Parsed {}

  public record Wanted(ProfileRequest request) implements Parsed {}

  /** @param reason naming what is allowed, and nothing of what was sent */
  public record Unclear(String reason) implements Parsed {}

  /** @param query undecoded, null for none; what it leaves out is a CPU flame graph of 10 seconds */
  public static Parsed parse(@Nullable String query) {
    var given = new HashMap<String, String>();
    for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!PARAMETERS.contains(name)) {
        return new Unclear(
            "unknown parameter: the parameters are " + String.join(", ", PARAMETERS));
      }
      if (given.put(name, equals < 0 ? "" : pair.substring(equals + 1)) != null) {
        return new Unclear(name + " is given twice");
      }
    }
    return parse(given);
  }

  private static Parsed parse(Map<String, String> given) {
    var type = find(ProfileType.values(), ProfileType::word,
        given.getOrDefault("type", ProfileType.CPU.word()));
    var format = find(ProfileFormat.values(), ProfileFormat::word,
        given.getOrDefault("format", ProfileFormat.FLAMEGRAPH.word()));
    int seconds = seconds(given.getOrDefault("seconds", DEFAULT_SECONDS));
    var instances = find(Instances.values(), Instances::word,
        given.getOrDefault("instances", Instances.THIS.word()));
    if (type.isEmpty()) {
      return new Unclear("type must be " + words(ProfileType.values(), ProfileType::word));
    }
    if (format.isEmpty()) {
      return new Unclear("format must be " + words(ProfileFormat.values(), ProfileFormat::word));
    }
    if (seconds < 1 || seconds > MAX_SECONDS) {
      return new Unclear("seconds must be a whole number from 1 to " + MAX_SECONDS);
    }
    if (instances.isEmpty()) {
      return new Unclear("instances must be " + words(Instances.values(), Instances::word));
    }
    if (instances.get() == Instances.ALL && format.get() == ProfileFormat.JFR) {
      return new Unclear("format jfr is of one instance; of all there are flamegraph, collapsed"
          + " and pprof");
    }
    return new Wanted(new ProfileRequest(type.get(), Duration.ofSeconds(seconds), format.get(),
        instances.get()));
  }

  /** 0 where it is no number of one to four digits. */
  private static int seconds(String value) {
    return value.matches("[0-9]{1,4}") ? Integer.parseInt(value) : 0;
  }

  private static <T> Optional<T> find(T[] values, Function<T, String> word, String wanted) {
    return Stream.of(values).filter(value -> word.apply(value).equals(wanted)).findFirst();
  }

  private static <T> String words(T[] values, Function<T, String> word) {
    return Arrays.stream(values).map(word).collect(Collectors.joining(", ", "one of ", ""));
  }
}
