package io.epro.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.gateway.admit.Admission.Bounds;
import io.epro.gateway.admit.Decision.Bound;
import io.epro.gateway.admit.Decision.Refused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final long OVERHEAD = Admission.RECORD_OVERHEAD;
  private final AtomicLong nanoTime = new AtomicLong();
  /** Draws the least jitter there is. */
  private final Admission admission = admission(new Bounds(2, 3, 10 * OVERHEAD));

  @Test
  void asManyConnectionsAsTheBoundAndNoMore() {
    assertThat(admission.openConnection()).isTrue();
    assertThat(admission.openConnection()).isTrue();
    assertThat(admission.openConnection()).isFalse();

    admission.closeConnection();

    assertThat(admission.openConnection()).isTrue();
  }

  @Test
  void asManyRequestsAsTheBoundAndNoMore() {
    var first = enter(0);
    enter(0);
    enter(0);
    assertThat(admission.enter(0)).isEqualTo(new Refused(Bound.REQUESTS));

    first.releasePlace();

    assertThat(admission.enter(0)).isInstanceOf(Permit.class);
  }

  @Test
  void bytesAreTakenWhenTheRequestSaysItsLength() {
    enter(8 * OVERHEAD);

    assertThat(admission.enter(8 * OVERHEAD)).isEqualTo(new Refused(Bound.BYTES));
    assertThat(admission.inflightRequests()).isEqualTo(1);
    assertThat(admission.inflightBytes()).isEqualTo(9 * OVERHEAD);
  }

  @Test
  void aBodyOfUnknownLengthTakesBytesAsItArrives() {
    var permit = enter(0);

    assertThat(permit.grow(9 * OVERHEAD)).isTrue();
    assertThat(permit.grow(1)).isFalse();
    assertThat(admission.inflightBytes()).isEqualTo(10 * OVERHEAD);
  }

  @Test
  void placeAndBytesAreReleasedOnceEach() {
    var permit = enter(100);

    permit.releasePlace();
    permit.releasePlace();
    assertThat(admission.inflightRequests()).isZero();
    assertThat(admission.inflightBytes()).isEqualTo(100 + OVERHEAD);

    permit.releaseBytes();
    permit.releaseBytes();
    assertThat(admission.inflightBytes()).isZero();
  }

  @Test
  void nothingIsLetInWhileDraining() {
    admission.drain();

    assertThat(admission.enter(0)).isEqualTo(new Refused(Bound.DRAINING));
  }

  @Test
  void aRefusedClientComesBackWhenWhatIsInHasDrained() {
    for (int i = 0; i < 3; i++) {
      enter(2 * OVERHEAD).releaseBytes();
    }
    // Three requests are in, and one leaves in this second.
    admission.freePlace();
    enter(0);
    pass(Duration.ofSeconds(1));
    admission.sample();

    assertThat(admission.retryAfterSeconds()).isEqualTo(3);
  }

  @Test
  void whenNothingDrainsClientsStayAwayForAsLongAsAllowed() {
    enter(8 * OVERHEAD);
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(1));
      admission.sample();
    }

    assertThat(admission.retryAfterSeconds()).isEqualTo(30);
  }

  @Test
  void beforeAnythingIsMeasuredClientsComeBackSoon() {
    enter(8 * OVERHEAD);

    assertThat(admission.retryAfterSeconds()).isEqualTo(1);
  }

  @Test
  void jitterSpreadsTheReturnOverAsMuchAgain() {
    var jittered = new Admission(new Bounds(1, 1, 1), nanoTime::get, new java.util.Random(7));

    assertThat(java.util.stream.IntStream.range(0, 100)
        .map(i -> jittered.retryAfterSeconds()).distinct().sorted()).containsExactly(1, 2);
  }

  @Test
  void eachBoundHasAGauge() {
    var registry = new SimpleMeterRegistry();
    admission.bindTo(registry);
    enter(88);
    admission.openConnection();

    assertThat(registry.get("epro.gateway.inflight.bytes").gauge().value()).isEqualTo(600);
    assertThat(registry.get("epro.gateway.inflight.requests").gauge().value()).isEqualTo(1);
    assertThat(registry.get("epro.gateway.connections").gauge().value()).isEqualTo(1);
  }

  private Admission admission(Bounds bounds) {
    return new Admission(bounds, nanoTime::get, () -> 0);
  }

  private Permit enter(long declared) {
    return (Permit) admission.enter(declared);
  }

  private void pass(Duration time) {
    nanoTime.addAndGet(time.toNanos());
  }
}
