package io.epro.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
  private static final String PROPERTIES = "sample.kafka.properties.";

  @ConfigMapping(prefix = "sample")
  interface Sample { KafkaSettings kafka(); }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:9092", "localhost:1,127.8.0.1:2", "[::1]:9092"})
  void onLoopbackNothingIsAskedFor(String brokers) {
    assertThat(problems(brokers, Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka.example:9092", "127.0.0.1:1,10.0.0.1:2", "[2001:db8::1]:9092",
    "localhost.example:9092"})
  void elsewhereItNeedsTlsThatLooksWhoAnswers(String brokers) {
    assertThat(problems(brokers, Map.of())).singleElement().asString()
        .contains("security.protocol").contains("sample.kafka.insecure=true");
    assertThat(problems(brokers, Map.of(PROPERTIES + "security.protocol", "SASL_PLAINTEXT")))
        .hasSize(1);
    assertThat(problems(brokers, Map.of(PROPERTIES + "security.protocol", "SSL",
        PROPERTIES + "ssl.endpoint.identification.algorithm", "none"))).hasSize(1);

    assertThat(problems(brokers, Map.of(PROPERTIES + "security.protocol", "SASL_SSL"))).isEmpty();
    assertThat(problems(brokers, Map.of("sample.kafka.insecure", "true"))).isEmpty();
  }

  private static List<String> problems(String brokers, Map<String, String> others) {
    var all = new HashMap<>(others);
    all.put("sample.kafka.bootstrap-servers", brokers);
    return Settings.load(Sample.class, all).kafka().problems("sample.kafka");
  }
}
