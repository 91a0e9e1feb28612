package io.epro.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import io.epro.observe.DebugAccess.Allowed;
import io.epro.observe.DebugAccess.Refused;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DebugAccessTest {
  private static final String TOKEN = "0123456789abcdef01234567";

  private static final Allowed LOCAL = new Allowed(
      new AdminUser("a program of this machine", Set.of(AdminRole.READ)));

  private final DebugAccess onLoopback = new DebugAccess(true, Optional.empty());
  private final DebugAccess offLoopback = new DebugAccess(false, Optional.empty());

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:8081", "127.0.0.1", "127.0.0.1:8081",
    "127.9.9.9:1", "[::1]:8081", "[::1]"})
  void onLoopbackAProgramOfThisMachineNeedsNoToken(String host) {
    assertThat(onLoopback.decide(headers("Host", host))).isEqualTo(LOCAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8081", "localhost.evil.example",
    "127.0.0.1.evil.example", "10.0.0.1:8081", "0.0.0.0:8081", "[::]:8081", "", ":8081",
    "localhost:8081:8081", "127.0.0.1@evil.example"})
  void aNameThatAStrangerMadeResolveToThisMachineIsRefused(String host) {
    assertRefused(403, onLoopback.decide(headers("Host", host)));
  }

  @Test
  void aRequestWithoutHostIsRefused() {
    assertRefused(403, onLoopback.decide(headers()));
  }

  @Test
  void aPageOfAnotherSiteIsRefusedEvenWithTheToken() {
    for (var access : new DebugAccess[]{onLoopback, withToken(true), withToken(false)}) {
      assertRefused(403, access.decide(headers("Host", "127.0.0.1:8081",
          "Authorization", "Bearer " + TOKEN, "Origin", "http://evil.example")));
      assertRefused(403, access.decide(headers("Host", "127.0.0.1:8081",
          "Authorization", "Bearer " + TOKEN, "Sec-Fetch-Site", "cross-site")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "same-origin"})
  void anAddressThatWasTypedOrALinkOfTheSamePortIsNot(String fetchSite) {
    assertThat(onLoopback.decide(headers("Host", "localhost:8090", "Sec-Fetch-Site", fetchSite)))
        .isEqualTo(LOCAL);
  }

  @Test
  void offLoopbackWithoutAConfiguredTokenNobodyIsLetInAndTheReasonIsSaid() {
    var decision = offLoopback.decide(headers("Host", "127.0.0.1", "Authorization", "Bearer x"));

    assertRefused(403, decision);
    assertThat(((Refused) decision).problem().detail()).contains("admin.token");
  }

  @Test
  void aConfiguredTokenIsAlwaysNeeded() {
    for (boolean loopback : new boolean[]{true, false}) {
      assertRefused(401, withToken(loopback).decide(headers("Host", "127.0.0.1")));
      assertRefused(401, withToken(loopback).decide(
          headers("Host", "127.0.0.1", "Authorization", "Bearer " + TOKEN + "x")));
      assertThat(withToken(loopback).decide(
          headers("Host", "admin.hospital.example", "Authorization", "Bearer " + TOKEN)))
          .isEqualTo(new Allowed(new AdminUser("the admin token", Set.of(AdminRole.READ))));
    }
  }

  @Test
  void aPageOfThisServerMayChangeSomething() {
    assertThat(onLoopback.decide(headers("Host", "localhost:8090", "Origin",
        "http://localhost:8090", "Sec-Fetch-Site", "same-origin"))).isEqualTo(LOCAL);
    assertRefused(403, onLoopback.decide(headers("Host", "localhost:8090", "Origin", "null")));
    assertRefused(403, onLoopback.decide(
        headers("Host", "localhost:8090", "Origin", "http://localhost:8091")));
  }

  @Test
  void operatorsHaveTheirRolesAndOnLoopbackTheOthersGoOnReading() {
    var access = new DebugAccess(true, Optional.of(new Operators()));
    assertThat(access.decide(headers("Host", "localhost"))).isEqualTo(LOCAL);
    assertThat(access.decide(headers("Host", "localhost", "Authorization", "Bearer ann")))
        .isEqualTo(new Allowed(Operators.ANN));
    assertRefused(401,
        access.decide(headers("Host", "localhost", "Authorization", "Bearer nobody")));
    assertRefused(401, access.decide(headers("Host", "localhost", "Authorization", "Basic ann")));
    assertRefused(403, access.decide(headers("Host", "localhost", "Authorization", "bearer bob")));
    assertRefused(401, new DebugAccess(false, Optional.of(new Operators()))
        .decide(headers("Host", "localhost")));
  }

  /** Ann, who operates, and Bob, whose token is for something else. */
  private static final class Operators implements AdminUsers {
    private static final AdminUser ANN = new AdminUser("ann",
        AdminRole.of(Set.of("console:operate")));

    @Override
    public Optional<AdminUser> of(String token) {
      return switch (token) {
        case "ann" -> Optional.of(ANN);
        case "bob" -> Optional.of(new AdminUser("bob", AdminRole.of(Set.of("reports:write:any"))));
        default -> Optional.empty();
      };
    }

    @Override
    public boolean onLoopbackToo() {
      return false;
    }
  }

  private static DebugAccess withToken(boolean loopback) {
    return new DebugAccess(loopback, Optional.of(AdminTokenTest.token(TOKEN)));
  }

  private static void assertRefused(int status, DebugAccess.Decision decision) {
    assertThat(decision).isInstanceOf(Refused.class);
    assertThat(((Refused) decision).problem().status()).isEqualTo(status);
  }

  private static Headers headers(String... namesAndValues) {
    var headers = new Headers();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.set(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }
}
