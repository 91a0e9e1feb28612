package io.epro.gateway.receive;

import static io.epro.gateway.admit.token.TestTokens.claims;
import static io.epro.gateway.admit.token.TestTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.epro.gateway.admit.token.FakeProvider;
import io.epro.gateway.admit.token.SigningKey;
import io.epro.gateway.admit.token.TestTokens;
import io.epro.gateway.admit.token.TokenAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
 * status that the running server must answer (for a batch also the lines'). A row or a column that is added must be filled in.
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

  /**
   * POST of a batch with two reports of the token's patient, one of them in an envelope; with two of
   * another; with a line of each kind; with no line. After a 207 there is a letter for each line: queued,
   * Forbidden_patient, No patient (missing_patient_id), Malformed_json.
   */
  private static final String BATCH_MATRIX = """
      token            | own    | others | mixed     | none | GET | PUT | DELETE | OPTIONS
      none             | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      basic            | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      empty            | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      two              | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      garbage          | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      alg-none         | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      own-jwk          | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      bad-signature    | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      unknown-key      | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      expired          | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      not-yet          | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      wrong-issuer     | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      wrong-audience   | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      no-exp           | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      no-sub           | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      number-sub       | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      expired-site     | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      forged-site      | 401    | 401    | 401       | 401  | 405 | 405 | 405    | 405
      patient          | 202    | 207 FF | 207 qFNMF | 400  | 405 | 405 | 405    | 405
      patient-es256    | 202    | 207 FF | 207 qFNMF | 400  | 405 | 405 | 405    | 405
      patient-lower    | 202    | 207 FF | 207 qFNMF | 400  | 405 | 405 | 405    | 405
      other-scope      | 202    | 207 FF | 207 qFNMF | 400  | 405 | 405 | 405    | 405
      patient-in-case  | 207 FF | 207 FF | 207 FFNMF | 400  | 405 | 405 | 405    | 405
      site             | 202    | 202    | 207 qqNMq | 400  | 405 | 405 | 405    | 405
      site-scp         | 202    | 202    | 207 qqNMq | 400  | 405 | 405 | 405    | 405
      site-without-sub | 202    | 202    | 207 qqNMq | 400  | 405 | 405 | 405    | 405
      """;

  /** The API's description: everyone's, to read. */
  private static final String DOCUMENT_MATRIX = """
      token            | GET | HEAD | POST | PUT | DELETE | OPTIONS
      none             | 200 | 200  | 405  | 405 | 405    | 405
      basic            | 200 | 200  | 405  | 405 | 405    | 405
      empty            | 200 | 200  | 405  | 405 | 405    | 405
      two              | 200 | 200  | 405  | 405 | 405    | 405
      garbage          | 200 | 200  | 405  | 405 | 405    | 405
      alg-none         | 200 | 200  | 405  | 405 | 405    | 405
      own-jwk          | 200 | 200  | 405  | 405 | 405    | 405
      bad-signature    | 200 | 200  | 405  | 405 | 405    | 405
      unknown-key      | 200 | 200  | 405  | 405 | 405    | 405
      expired          | 200 | 200  | 405  | 405 | 405    | 405
      not-yet          | 200 | 200  | 405  | 405 | 405    | 405
      wrong-issuer     | 200 | 200  | 405  | 405 | 405    | 405
      wrong-audience   | 200 | 200  | 405  | 405 | 405    | 405
      no-exp           | 200 | 200  | 405  | 405 | 405    | 405
      no-sub           | 200 | 200  | 405  | 405 | 405    | 405
      number-sub       | 200 | 200  | 405  | 405 | 405    | 405
      expired-site     | 200 | 200  | 405  | 405 | 405    | 405
      forged-site      | 200 | 200  | 405  | 405 | 405    | 405
      patient          | 200 | 200  | 405  | 405 | 405    | 405
      patient-es256    | 200 | 200  | 405  | 405 | 405    | 405
      patient-lower    | 200 | 200  | 405  | 405 | 405    | 405
      other-scope      | 200 | 200  | 405  | 405 | 405    | 405
      patient-in-case  | 200 | 200  | 405  | 405 | 405    | 405
      site             | 200 | 200  | 405  | 405 | 405    | 405
      site-scp         | 200 | 200  | 405  | 405 | 405    | 405
      site-without-sub | 200 | 200  | 405  | 405 | 405    | 405
      """;

  private static final String OWN_LINES = OWN + "\n{\"report\":" + OWN + "}";
  private static final String OTHERS_LINES = "{\"report\":" + OTHERS + "}\n" + OTHERS;
  private static final String MIXED_LINES = OWN + "\n" + OTHERS + "\n{}\nnot json\n{\"report\":"
      + OTHERS + "}";

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
    return cells(MATRIX, this::request);
  }

  @TestFactory
  Stream<DynamicTest> everyCellOfBatches() {
    return cells(BATCH_MATRIX, this::batch);
  }

  @TestFactory
  Stream<DynamicTest> everyCellOfTheDescription() {
    return cells(DOCUMENT_MATRIX, what -> HttpRequest.newBuilder(harness.uri(ApiDocument.PATH))
        .method(what, BodyPublishers.noBody()));
  }

  private Stream<DynamicTest> cells(String matrix, Function<String, HttpRequest.Builder> requests) {
    var rows = matrix.lines().map(SecurityMatrixTest::cells).toList();
    var columns = rows.getFirst();
    var tests = new ArrayList<DynamicTest>();
    for (var row : rows.subList(1, rows.size())) {
      assertThat(row).hasSameSizeAs(columns);
      for (int column = 1; column < columns.size(); column++) {
        var token = row.getFirst();
        var what = columns.get(column);
        var expected = row.get(column);
        tests.add(dynamicTest(token + " " + what + " " + expected,
            () -> check(token, requests.apply(what), expected)));
      }
    }
    return tests.stream();
  }

  @Test
  void everyTokenHasARowInEachMatrix() {
    for (var matrix : List.of(MATRIX, BATCH_MATRIX, DOCUMENT_MATRIX)) {
      var rows = matrix.lines().skip(1).map(row -> cells(row).getFirst()).toList();

      assertThat(rows).containsExactlyInAnyOrderElementsOf(tokens.keySet());
    }
  }

  private void check(String token, HttpRequest.Builder request, String expected) throws Exception {
    int arrived = harness.publisher.arrived().size();
    Objects.requireNonNull(tokens.get(token))
        .forEach(value -> request.header("Authorization", value));

    var answer = harness.send(request.timeout(Duration.ofSeconds(20)));

    var told = told(answer);
    assertThat(told).isEqualTo(expected);
    assertThat(harness.publisher.arrived()).hasSize(arrived + queued(answer));
    assertThat(answer.headers().firstValue("www-authenticate").isPresent())
        .isEqualTo(Set.of(401, 403).contains(answer.statusCode()));
    assertNothingIsQuoted(answer);
  }

  /** The status, and where it differs from line to line, each line's letter. */
  private static String told(HttpResponse<String> answer) {
    var status = String.valueOf(answer.statusCode());
    return answer.statusCode() != 207 ? status
        : status + " " + answer.body().lines().map(OpenApi::parse)
            .map(SecurityMatrixTest::letter).collect(Collectors.joining());
  }

  private static String letter(JsonNode line) {
    return switch (line.path("code").asText() + " " + line.get("status").asText()) {
      case " queued" -> "q";
      case "forbidden_patient 403" -> "F";
      case "missing_patient_id 400" -> "N";
      case "malformed_json 400" -> "M";
      default -> "?";
    };
  }

  private static int queued(HttpResponse<String> answer) {
    return Math.toIntExact(
        answer.body().lines().filter(line -> line.startsWith("{\"status\":\"queued\"")).count());
  }

  /** The description has patients of its own. */
  private static void assertNothingIsQuoted(HttpResponse<String> answer) throws IOException {
    var body = answer.body().equals(Files.readString(OpenApi.FILE)) ? "" : answer.body();
    assertThat(body + answer.headers().map()).doesNotContain("P-0001")
        .doesNotContain("idp.example").doesNotContain("eyJ").doesNotContain("site-7");
  }

  private HttpRequest.Builder request(String what) {
    return switch (what) {
      case "own" -> report(OWN);
      case "others" -> report(OTHERS);
      case "no-patient" -> report("{}");
      case "not-json" -> report("not json");
      case "POST /" -> HttpRequest.newBuilder(harness.uri("/"))
          .POST(BodyPublishers.ofString(OWN));
      case "GET /" -> HttpRequest.newBuilder(harness.uri("/"));
      default -> harness.request().method(what, BodyPublishers.noBody());
    };
  }

  private HttpRequest.Builder batch(String what) {
    return switch (what) {
      case "own" -> lines(OWN_LINES);
      case "others" -> lines(OTHERS_LINES);
      case "mixed" -> lines(MIXED_LINES);
      case "none" -> lines("\n");
      default -> harness.batchRequest().method(what, BodyPublishers.noBody());
    };
  }

  private HttpRequest.Builder lines(String body) {
    return harness.batchRequest().POST(BodyPublishers.ofString(body));
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
