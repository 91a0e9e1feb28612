package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.epro.gateway.admit.Access;
import io.epro.gateway.admit.Admission.Bounds;
import io.epro.gateway.admit.Credential;
import io.epro.gateway.admit.Finding;
import io.epro.gateway.admit.Finding.Busy;
import io.epro.gateway.admit.Finding.Stranger;
import io.epro.gateway.admit.Finding.Undecided;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.admit.TokenFault;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sends is known before the body is read, at once or later, and whom for is known after it. */
@Timeout(60)
class WhoSendsTest {
  private static final Finding SITE = Sender.ANYONE;
  private static final Finding PATIENT = new Sender("P-000123");
  private static final Finding OTHER_PATIENT = new Sender("P-000124");
  private static final String CRLF = "\r\n";
  private static final String HEAD = "POST /v1/reports HTTP/1.1" + CRLF + "Host: x" + CRLF
      + "Content-Type: application/json" + CRLF;

  @ParameterizedTest
  @EnumSource
  void aStrangerIsToldWhyAndHowToComeIn(TokenFault fault) throws Exception {
    try (var harness = start(credential -> new Stranger(fault))) {
      var answer = harness.post(Harness.REPORT);

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("\"unauthorized\"").contains(fault.detail())
          .contains("\"retryable\":false");
      assertThat(answer.headers().firstValue("www-authenticate")).contains(switch (fault) {
        case MISSING -> "Bearer";
        case UNREADABLE -> "Bearer error=\"invalid_request\"";
        default -> "Bearer error=\"invalid_token\"";
      });
      assertThat(harness.publisher.arrived()).isEmpty();
      harness.awaitNothingInFlight();
    }
  }

  @Test
  void aStrangersBodyIsNotWaitedFor() throws Exception {
    try (var harness = start(credential -> new Stranger(TokenFault.MISSING));
        var socket = harness.connect()) {
      socket.getOutputStream().write((HEAD + "Content-Length: 2000" + CRLF + CRLF)
          .getBytes(StandardCharsets.US_ASCII));

      var line = new byte[12];
      assertThat(socket.getInputStream().readNBytes(line, 0, 12)).isEqualTo(12);
      assertThat(new String(line, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
      assertThat(harness.admission.inflightBytes()).isZero();
    }
  }

  @Test
  void aClientThatAsksFirstAndIsAStrangerNeverSends() throws Exception {
    try (var harness = start(credential -> new Stranger(TokenFault.MISSING))) {
      assertThat(harness.raw(HEAD + "Content-Length: 100" + CRLF + "Expect: 100-continue" + CRLF
          + CRLF)).startsWith("HTTP/1.1 401 ").doesNotContain("100 Continue");
    }
  }

  @Test
  void aPatientReportsForThemselves() throws Exception {
    try (var harness = start(credential -> PATIENT)) {
      assertThat(harness.post(Harness.REPORT).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void nobodyReportsForAnotherPatient() throws Exception {
    try (var harness = start(credential -> OTHER_PATIENT)) {
      var answer = harness.post(Harness.REPORT);

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("\"forbidden_patient\"").doesNotContain("P-0001");
      assertThat(answer.headers().firstValue("www-authenticate"))
          .contains("Bearer error=\"insufficient_scope\"");
      assertThat(harness.publisher.arrived()).isEmpty();
      assertThat(harness.reports("forbidden_patient")).isEqualTo(1);
      harness.awaitNothingInFlight();
    }
  }

  @Test
  void whatIsFoundLaterHoldsAndTheBodyWaitsForIt() throws Exception {
    var found = new CompletableFuture<Finding>();
    try (var harness = start(credential -> new Undecided(found, new Busy()))) {
      var answer = harness.postLater(Harness.REPORT);
      await().until(() -> found.getNumberOfDependents() == 1);
      assertThat(harness.admission.inflightRequests()).isZero();
      assertThat(answer).isNotDone();

      found.complete(SITE);

      assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
      harness.awaitNothingInFlight();
    }
  }

  @Test
  void aStrangerMayBeFoundLaterTooAndTheConnectionGoesOn() throws Exception {
    var found = CompletableFuture.<Finding>completedFuture(new Stranger(TokenFault.EXPIRED));
    try (var harness = start(credential -> new Undecided(found, new Busy()))) {
      var one = HEAD + "Content-Length: 2" + CRLF + CRLF + "{}";
      var last = HEAD + "Content-Length: 2" + CRLF + "Connection: close" + CRLF + CRLF + "{}";

      assertThat(harness.raw(one + last).split("HTTP/1.1 401 ", -1)).hasSize(3);
    }
  }

  @Test
  void nobodyWaitsForever() throws Exception {
    var limits = new Limits(Harness.SIZES, Duration.ofSeconds(20), Duration.ofMillis(200),
        Duration.ofSeconds(20), Duration.ofSeconds(60));
    var never = new CompletableFuture<Finding>();
    try (var harness = Harness.start(limits, Harness.ROOMY, credential -> new Undecided(never,
        new Stranger(TokenFault.UNKNOWN_KEY)))) {
      assertThat(harness.post(Harness.REPORT).statusCode()).isEqualTo(401);
      never.complete(SITE);
      assertThat(harness.publisher.arrived()).isEmpty();
    }
  }

  @Test
  void tooManyWhoWaitAreToldWhenToComeBack() throws Exception {
    try (var harness = start(credential -> new Busy())) {
      var answer = harness.post(Harness.REPORT);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"overloaded\"");
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }
  }

  @Test
  void aClientThatGoesAwayWhileItIsUnknownLeavesNothingBehind() throws Exception {
    var found = new CompletableFuture<Finding>();
    try (var harness = start(credential -> new Undecided(found, new Busy()))) {
      try (var socket = harness.connect()) {
        socket.getOutputStream().write((HEAD + "Content-Length: 2" + CRLF + CRLF)
            .getBytes(StandardCharsets.US_ASCII));
        await().until(() -> found.getNumberOfDependents() == 1);
      }
      await().until(() -> harness.registry.get("epro.gateway.connections").gauge().value() == 0);

      found.complete(SITE);

      harness.awaitNothingInFlight();
      assertThat(harness.post(Harness.REPORT).statusCode()).isEqualTo(202);
    }
  }

  @Test
  void aStoppingGatewayLetsNobodyInWhoBecomesKnown() throws Exception {
    var found = new CompletableFuture<Finding>();
    try (var harness = start(credential -> new Undecided(found, new Busy()))) {
      var answer = harness.postLater(Harness.REPORT);
      await().until(() -> found.getNumberOfDependents() == 1);

      harness.admission.drain();
      found.complete(SITE);

      assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void aRequestWithoutAPlaceIsRefusedOnlyOnceItsSenderIsKnown() throws Exception {
    try (var harness = Harness.start(Harness.PATIENT, new Bounds(100, 100, 10),
        credential -> credential instanceof Credential.None
            ? new Stranger(TokenFault.MISSING) : SITE)) {
      assertThat(harness.post(Harness.REPORT).statusCode()).isEqualTo(401);
      assertThat(harness.send(harness.request().header("Authorization", "Bearer x")
          .POST(BodyPublishers.ofString(Harness.REPORT))).statusCode()).isEqualTo(503);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer abc.def.ghi", "bearer abc.def.ghi", "BEARER abc.def.ghi"})
  void aTokenIsWhatFollowsTheScheme(String header) throws Exception {
    assertThat(credential(List.of(header))).isEqualTo(new Credential.Token("abc.def.ghi"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer ", "Bearer  abc", "Bearer\tabc", "Bearerabc",
    "Basic YTpi", "abc.def.ghi", "Bearer abc def", "Bearer abc, Bearer def", "Bearer abc,def",
    "Bearer \"abc\"", "Bearer \u00e4bc", "Token abc"})
  void anythingElseIsUnreadable(String header) throws Exception {
    assertThat(credential(List.of(header))).isInstanceOf(Credential.Unreadable.class);
  }

  @Test
  void twoTokensAreNone() throws Exception {
    assertThat(credential(List.of("Bearer abc", "Bearer abc")))
        .isInstanceOf(Credential.Unreadable.class);
    assertThat(credential(List.of("Bearer abc", "Basic x")))
        .isInstanceOf(Credential.Unreadable.class);
    assertThat(credential(List.of())).isInstanceOf(Credential.None.class);
  }

  private static Credential credential(List<String> headers) throws Exception {
    var seen = new CopyOnWriteArrayList<Credential>();
    try (var harness = start(credential -> {
      seen.add(credential);
      return SITE;
    })) {
      var lines = new StringBuilder(HEAD).append("Content-Length: 2").append(CRLF)
          .append("Connection: close").append(CRLF);
      headers.forEach(header -> lines.append("Authorization: ").append(header).append(CRLF));
      harness.raw(lines.append(CRLF).append("{}").toString());
    }
    return seen.getFirst();
  }

  private static Harness start(Access access) throws Exception {
    return Harness.start(Harness.PATIENT, Harness.ROOMY, access);
  }
}
