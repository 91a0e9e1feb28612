package io.epro.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PhonesTest {
  private final ScriptedServer server = new ScriptedServer();

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void allPhonesAreServedAtTheirFirstAttemptByAServerThatKeepsUp() throws IOException {
    var seen = Phones.run(new PhonesPlan(server.port(), 0, 200, 1, 1_000, 20_000)).seen();

    assertThat(seen.served()).isEqualTo(200);
    assertThat(seen.attempts()).containsOnlyKeys(1);
    assertThat(seen.servedBy().get(20)).isEqualTo(200);
    assertThat(seen.servedMillis().get(50)).isLessThanOrEqualTo(seen.servedMillis().get(100));
    assertThat(seen.heldBack()).isFalse();
  }

  @Test
  void aRefusedPhoneComesBackWithTheSameReportWhenItWasTold() throws IOException {
    server.refuseFirst(30, 503, "Retry-After: 1\r\n");

    var tally = Phones.run(new PhonesPlan(server.port(), 0, 50, 1, 1_000, 20_000));

    var seen = tally.seen();
    assertThat(seen.served()).isEqualTo(50);
    assertThat(seen.others()).containsEntry(503, 30L);
    assertThat(seen.attempts()).containsEntry(1, 20).containsEntry(2, 30);
    assertThat(seen.servedMillis().get(100)).isGreaterThanOrEqualTo(1_000);
    assertThat(tally.acknowledged().cardinality()).isEqualTo(50);
    assertThat(server.requests()).isEqualTo(80);
  }

  @Test
  void aBrokenConnectionIsTriedAgain() throws IOException {
    server.breakOnce();

    var seen = Phones.run(new PhonesPlan(server.port(), 0, 10, 1, 1_000, 20_000)).seen();

    assertThat(seen.served()).isEqualTo(10);
    assertThat(seen.broken()).isEqualTo(1);
  }

  @Test
  void thoseWhoAreNeverServedAreTold() throws IOException {
    server.refuse(503, "Retry-After: 60\r\n");

    var seen = Phones.run(new PhonesPlan(server.port(), 0, 5, 1, 1_000, 500)).seen();

    assertThat(seen.served()).isZero();
    assertThat(seen.others()).containsEntry(503, 5L);
  }

  @Test
  void aPhoneSendsWhatItHasKeptOverOneConnectionAndGoesOnWhereItWasRefused() throws IOException {
    server.refuseFirst(3, 503, "Retry-After: 0\r\n");

    var tally = Phones.run(new PhonesPlan(server.port(), 7, 5, 4, 1_000, 20_000));

    assertThat(tally.seen().served()).isEqualTo(5);
    assertThat(tally.acknowledged().cardinality()).isEqualTo(20);
    assertThat(tally.acknowledged().length()).isEqualTo(20);
    assertThat(server.requests()).isEqualTo(23);
    assertThat(tally.seen().attempts().entrySet().stream()
        .mapToInt(of -> of.getKey() * of.getValue()).sum()).isEqualTo(5 + 3);
  }

  @Test
  void noMoreConnectionsAreOpenThanTheBound() throws IOException {
    var seen = Phones.run(new PhonesPlan(server.port(), 0, 50, 1, 10, 20_000)).seen();

    assertThat(seen.served()).isEqualTo(50);
    assertThat(seen.mostOpen()).isEqualTo(10);
    assertThat(seen.heldBack()).isTrue();
  }
}
