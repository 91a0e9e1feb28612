package io.epro.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayProblemsTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.0.1", "::1", "localhost"})
  void withoutAuthenticationItListensOnLoopback(String host) {
    assertThat(problems(Map.of("gateway.host", host))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "gateway.example", "localhost.example", ""})
  void withoutAuthenticationItListensNowhereElse(String host) {
    assertThat(problems(Map.of("gateway.host", host.isEmpty() ? "192.168.1.1" : host)))
        .singleElement().asString().contains("loopback");
  }

  @Test
  void authenticationIsTheDefaultAndSaysThatItIsNotBuilt() {
    assertThat(problems(Map.of("gateway.auth.mode", "jwt")))
        .singleElement().asString().contains("gateway.auth.mode=none");
  }

  @ParameterizedTest
  @CsvSource({"gateway.port,65536", "gateway.port,-1", "gateway.threads,-1",
    "gateway.max-connections,0", "gateway.max-inflight-requests,0",
    "gateway.max-inflight-bytes,64KiB",
    "gateway.max-body,0", "gateway.batch.max-body,1KiB", "gateway.batch.max-body,65MiB",
    "gateway.batch.max-lines,0", "gateway.rate-limit.per-minute,-1", "gateway.rate-limit.burst,0",
    "gateway.rate-limit.max-patients,0", "gateway.max-inflight-bytes,2MiB", "gateway.max-inflight-bytes,9999GiB", "gateway.ack-timeout,0s",
    "gateway.request-timeout,30d", "gateway.idle-timeout,5s", "gateway.drain-timeout,0ms"})
  void aValueOutOfRangeIsNamed(String key, String value) {
    assertThat(problems(Map.of(key, value))).singleElement().asString().contains(key);
  }

  @ParameterizedTest
  @CsvSource({"acks,1", "enable.idempotence,false", "max.block.ms,60000", "partitioner.class,x.Y",
    "transactional.id,t", "partitioner.ignore.keys,true"})
  void whatThePromisesRestOnCannotBeChanged(String property, String value) {
    assertThat(problems(Map.of("gateway.kafka.properties." + property, value)))
        .isNotEmpty().first().asString().contains("gateway.kafka.properties." + property);
  }

  @Test
  void aPropertyThatKafkaRefusesIsNamed() {
    assertThat(problems(Map.of("gateway.kafka.properties.linger.ms", "soon")))
        .singleElement().asString().contains("linger.ms");
  }

  @Test
  void everyProblemIsToldAtOnce() {
    assertThat(problems(Map.of("gateway.port", "70000", "gateway.max-connections", "0",
        "gateway.host", "0.0.0.0"))).hasSize(3);
  }

  private static List<String> problems(Map<String, String> values) {
    var all = new HashMap<>(Map.of("gateway.auth.mode", "none"));
    all.putAll(values);
    return GatewayProblems.in(Settings.load(GatewaySettings.class, all));
  }
}
