package io.epro.gateway.admit.token;

import io.epro.gateway.admit.TokenFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** What is counted of tokens; never what is in them. */
final class TokenMetrics {
  private final MeterRegistry registry;
  private final Counter cached;
  private final Counter verified;
  private final Counter busy;
  private final Counter noKeys;
  private final Map<TokenFault, Counter> faults = new EnumMap<>(TokenFault.class);
  private final Counter fetched;
  private final Counter failed;

  TokenMetrics(MeterRegistry registry) {
    this.registry = registry;
    cached = tokens("cached");
    verified = tokens("verified");
    busy = tokens("busy");
    noKeys = tokens("no_keys");
    for (var fault : TokenFault.values()) {
      faults.put(fault, tokens(fault.label()));
    }
    fetched = refreshes("fetched");
    failed = refreshes("failed");
  }

  void cached() {
    cached.increment();
  }

  void verified() {
    verified.increment();
  }

  void busy() {
    busy.increment();
  }

  void noKeys() {
    noKeys.increment();
  }

  void refused(TokenFault fault) {
    Objects.requireNonNull(faults.get(fault)).increment();
  }

  void fetched() {
    fetched.increment();
  }

  void fetchFailed() {
    failed.increment();
  }

  /** @param name after {@code epro.gateway.auth.} */
  void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder("epro.gateway.auth." + name, value).description(description).register(registry);
  }

  private Counter tokens(String outcome) {
    return Counter.builder("epro.gateway.auth.tokens")
        .description("requests by what their token was found to be").tag("outcome", outcome)
        .register(registry);
  }

  private Counter refreshes(String result) {
    return Counter.builder("epro.gateway.auth.refreshes")
        .description("fetches of the identity provider's key set").tag("result", result)
        .register(registry);
  }
}
