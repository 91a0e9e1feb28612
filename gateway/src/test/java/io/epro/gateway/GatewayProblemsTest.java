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
  void authenticationIsTheDefaultAndSaysWhatItNeeds() {
    assertThat(GatewayProblems.in(Settings.load(GatewaySettings.class, Map.of())))
        .hasSize(3)
        .anySatisfy(problem -> assertThat(problem).contains("gateway.auth.jwks.url")
            .contains("gateway.auth.public-key").contains("gateway.auth.mode=none"))
        .anySatisfy(problem -> assertThat(problem).contains("gateway.auth.issuer"))
        .anySatisfy(problem -> assertThat(problem).contains("gateway.auth.audience"));
  }

  @Test
  void withAuthenticationItMayListenAnywhere() {
    assertThat(tokenProblems(Map.of("gateway.host", "0.0.0.0"))).isEmpty();
  }

  @Test
  void keysComeFromOnePlace() {
    assertThat(tokenProblems(Map.of("gateway.auth.public-key", "/nowhere/key.pem"))).hasSize(2)
        .anySatisfy(problem -> assertThat(problem).contains("only one"))
        .anySatisfy(problem -> assertThat(problem).contains("/nowhere/key.pem does not exist"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://idp.example/keys", "HTTPS://idp.example:8443/keys?x=y",
    "http://127.0.0.1:9000/keys", "http://[::1]/keys", "http://localhost/keys"})
  void aKeySetComesOverHttpsOrLoopback(String url) {
    assertThat(tokenProblems(Map.of("gateway.auth.jwks.url", url))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://idp.example/keys", "http://10.0.0.1/keys", "ftp://idp.example/k",
    "file:///etc/passwd", "idp.example/keys", "http://localhost.evil.example/", "https:///keys"})
  void aKeySetComesOverNothingElse(String url) {
    assertThat(tokenProblems(Map.of("gateway.auth.jwks.url", url))).singleElement().asString()
        .contains("URL");
  }

  @ParameterizedTest
  @CsvSource({"clock-skew,11m", "max-token,9000", "max-token,1", "threads,-1", "max-waiting,0",
    "cache.max-tokens,-1", "cache.max-age,0s", "wait-limit,0s", "wait-limit,10s",
    "jwks.min-interval,0s", "jwks.refresh-interval,1s", "jwks.timeout,1h", "jwks.max-size,0",
    "issuer,' '", "patient-claim,aud", "any-patient-scope,two words"})
  void aValueOfAuthenticationOutOfRangeIsNamed(String key, String value) {
    assertThat(tokenProblems(Map.of("gateway.auth." + key, value))).singleElement().asString()
        .contains("gateway.auth." + key);
  }

  @Test
  void anAdminTokenOfSomeLengthIsNoProblem() {
    assertThat(problems(Map.of("gateway.admin.token", "0123456789abcdef01234567"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"gateway.port,65536", "gateway.port,-1", "gateway.admin.token,short",
    "gateway.threads,-1",
    "gateway.max-connections,0", "gateway.max-inflight-requests,0",
    "gateway.max-inflight-bytes,64KiB",
    "gateway.max-body,0", "gateway.batch.max-body,1KiB", "gateway.http2.max-streams,0",
    "gateway.tls.reload-interval,0s",
    "gateway.batch.max-lines,0", "gateway.rate-limit.per-minute,-1", "gateway.rate-limit.burst,0",
    "gateway.rate-limit.max-patients,0", "gateway.max-inflight-bytes,2MiB",
    "gateway.max-inflight-bytes,9999GiB", "gateway.ack-timeout,0s",
    "gateway.request-timeout,30d", "gateway.idle-timeout,5s", "gateway.drain-timeout,0ms"})
  void aValueOutOfRangeIsNamed(String key, String value) {
    assertThat(problems(Map.of(key, value))).singleElement().asString().contains(key);
  }

  @Test
  void keyAndCertificatesComeTogether() {
    assertThat(problems(Map.of("gateway.tls.key", "key.pem"))).singleElement().asString()
        .contains("gateway.tls.key").contains("gateway.tls.certificates");
    assertThat(problems(Map.of("gateway.tls.key", "key.pem", "gateway.tls.certificates",
        "chain.pem"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://app.example", "http://127.0.0.1:3000", "http://[::1]:3000",
    "https://a.example, https://b.example:8443"})
  void anOriginIsWhatABrowserSends(String origins) {
    assertThat(problems(Map.of("gateway.cors.allowed-origins", origins))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "null", "app.example", "https://app.example/", "https://*.example",
    "https://APP.example", "https://app.example:443", "http://app.example:80", "ftp://x",
    "https://a.example,", "https://a.example https://b.example"})
  void anythingElseIsNoOrigin(String origins) {
    assertThat(problems(Map.of("gateway.cors.allowed-origins", origins))).singleElement()
        .asString().contains("gateway.cors.allowed-origins");
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

  private static List<String> tokenProblems(Map<String, String> values) {
    var all = new HashMap<>(Map.of("gateway.auth.mode", "jwt", "gateway.auth.jwks.url",
        "https://idp.example/keys", "gateway.auth.issuer", "https://idp.example",
        "gateway.auth.audience", "epro"));
    all.putAll(values);
    return problems(all);
  }

  private static List<String> problems(Map<String, String> values) {
    var all = new HashMap<>(Map.of("gateway.auth.mode", "none"));
    all.putAll(values);
    return GatewayProblems.in(Settings.load(GatewaySettings.class, all));
  }
}
