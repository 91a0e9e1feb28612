package io.epro.gateway.receive;

import static io.epro.gateway.admit.token.TestTokens.claims;
import static io.epro.gateway.admit.token.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.epro.gateway.admit.token.FakeProvider;
import io.epro.gateway.admit.token.SigningKey;
import io.epro.gateway.admit.token.TestTokens;
import io.epro.gateway.admit.token.TokenAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The security matrix: who may do what. Each row is a token, each column a request, each cell the
 * status that the running server must answer. A row or a column that is added must be filled in.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityMatrixTest {
  private static final String OWN = "{\"patientId\":\"P-000123\"}";
  private static final String OTHERS = "{\"patientId\":\"P-000124\"}";

  /** own, others: POST of a report of the token's patient, of another; no-patient: of nobody. */
  private static final String MATRIX = """
      token            | own | others | no-patient | not-json | GET | PUT | PATCH | DELETE | OPTIONS | POST / | GET /
      none             | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      basic            | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      empty            | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      two              | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      garbage          | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      alg-none         | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      own-jwk          | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      bad-signature    | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      unknown-key      | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      expired          | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      not-yet          | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      wrong-issuer     | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      wrong-audience   | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      no-exp           | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      no-sub           | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      number-sub       | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      expired-site     | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      forged-site      | 401 | 401    | 401        | 401      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      patient          | 202 | 403    | 400        | 400      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      patient-es256    | 202 | 403    | 400        | 400      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      patient-lower    | 202 | 403    | 400        | 400      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      other-scope      | 202 | 403    | 400        | 400      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      patient-in-case  | 403 | 403    | 400        | 400      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      site             | 202 | 202    | 400        | 400      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      site-scp         | 202 | 202    | 400        | 400      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      site-without-sub | 202 | 202    | 400        | 400      | 405 | 405 | 405   | 405    | 405     | 404    | 404
      """;

  private static final SigningKey RSA = SigningKey.rsa("rsa");
  private static final SigningKey EC = SigningKey.ec("ec");
  private static final SigningKey STRANGE = SigningKey.rsa("rsa");
  private static final String SITE_SCOPE = "\"openid reports:write:any\"";
  private static final String EXPIRED = "1763850000";

  private final Map<String, List<String>> tokens = tokens();
  private FakeProvider provider;
  private TokenAccess access;
  private Harness harness;

  @BeforeAll
  void start() throws Exception {
    provider = new FakeProvider().with(RSA, EC);
    access = new TokenAccess(provider.source(), TestTokens.RULES, TestTokens.LIMITS,
        InstantSource.fixed(TestTokens.NOW), new SimpleMeterRegistry());
    access.start();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> access.health().ready());
    harness = Harness.start(Harness.PATIENT, Harness.ROOMY, access);
  }

  @AfterAll
  void stop() throws Exception {
    harness.awaitNothingInFlight();
    harness.close();
    access.close();
    provider.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCell() {
    var rows = MATRIX.lines().map(SecurityMatrixTest::cells).toList();
    var columns = rows.getFirst();
    var tests = new ArrayList<DynamicTest>();
    for (var row : rows.subList(1, rows.size())) {
      for (int column = 1; column < columns.size(); column++) {
        var what = columns.get(column);
        int expected = Integer.parseInt(row.get(column));
        tests.add(dynamicTest(row.getFirst() + " " + what + " " + expected,
            () -> check(row.getFirst(), what, expected)));
      }
    }
    return tests.stream();
  }

  @Test
  void everyTokenHasARow() {
    var rows = MATRIX.lines().skip(1).map(row -> cells(row).getFirst()).collect(Collectors.toSet());

    assertThat(rows).isEqualTo(tokens.keySet());
  }

  private void check(String token, String what, int expected) throws Exception {
    int arrived = harness.publisher.arrived().size();

    var answer = harness.send(request(what, Objects.requireNonNull(tokens.get(token))));

    assertThat(answer.statusCode()).isEqualTo(expected);
    assertThat(harness.publisher.arrived()).hasSize(arrived + (expected == 202 ? 1 : 0));
    assertThat(answer.headers().firstValue("www-authenticate").isPresent())
        .isEqualTo(Set.of(401, 403).contains(expected));
    assertNothingIsQuoted(answer);
  }

  private static void assertNothingIsQuoted(HttpResponse<String> answer) {
    assertThat(answer.body() + answer.headers().map()).doesNotContain("P-0001")
        .doesNotContain("idp.example").doesNotContain("eyJ").doesNotContain("site-7");
  }

  private HttpRequest.Builder request(String what, List<String> headers) {
    var request = switch (what) {
      case "own" -> report(OWN);
      case "others" -> report(OTHERS);
      case "no-patient" -> report("{}");
      case "not-json" -> report("not json");
      case "POST /" -> HttpRequest.newBuilder(harness.uri("/"))
          .POST(BodyPublishers.ofString(OWN));
      case "GET /" -> HttpRequest.newBuilder(harness.uri("/"));
      default -> harness.request().method(what, BodyPublishers.noBody());
    };
    headers.forEach(value -> request.header("Authorization", value));
    return request.timeout(Duration.ofSeconds(20));
  }

  private HttpRequest.Builder report(String body) {
    return harness.request().POST(BodyPublishers.ofString(body));
  }

  /** The values of the header Authorization. */
  private static Map<String, List<String>> tokens() {
    var good = signed(RSA, claims(Map.of()));
    return Map.ofEntries(
        Map.entry("none", List.of()),
        Map.entry("basic", List.of("Basic UC0wMDAxMjM6eA==")),
        Map.entry("empty", List.of("Bearer ")),
        Map.entry("two", List.of("Bearer " + good, "Bearer " + good)),
        bearer("garbage", "garbage"),
        bearer("alg-none", TestTokens.unsigned("{\"alg\":\"none\"}", claims(Map.of())) + "."),
        bearer("own-jwk", signed(STRANGE, "{\"alg\":\"RS256\",\"jwk\":{}}", claims(Map.of()))),
        bearer("bad-signature", signed(STRANGE, claims(Map.of()))),
        bearer("unknown-key", signed(SigningKey.ec("x"), claims(Map.of()))),
        bearer("expired", with("exp", EXPIRED)),
        bearer("not-yet", with("nbf", "1763859000")),
        bearer("wrong-issuer", with("iss", "\"https://other.example\"")),
        bearer("wrong-audience", with("aud", "[\"other\"]")),
        bearer("no-exp", with("exp", "")),
        bearer("no-sub", with("sub", "")),
        bearer("number-sub", with("sub", "123")),
        bearer("expired-site", signed(RSA, claims(Map.of("scope", SITE_SCOPE, "exp", EXPIRED)))),
        bearer("forged-site", TestTokens.site(STRANGE)),
        bearer("patient", good),
        bearer("patient-es256", signed(EC, claims(Map.of()))),
        Map.entry("patient-lower", List.of("bearer " + good)),
        bearer("other-scope", with("scope", "\"reports:write reports:read:any\"")),
        bearer("patient-in-case", with("sub", "\"p-000123\"")),
        bearer("site", TestTokens.site(RSA)),
        bearer("site-scp", with("scp", "[\"reports:write:any\"]")),
        bearer("site-without-sub", signed(EC, claims(Map.of("sub", "", "scope", SITE_SCOPE)))));
  }

  private static Map.Entry<String, List<String>> bearer(String name, String token) {
    return Map.entry(name, List.of("Bearer " + token));
  }

  private static String with(String claim, String value) {
    return signed(RSA, claims(Map.of(claim, value)));
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
  }
}
