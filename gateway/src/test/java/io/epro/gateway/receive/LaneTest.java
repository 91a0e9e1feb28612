package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The parts of a lane: deadlines, mailbox and body buffer. */
class LaneTest {
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 10);
  private final List<Thing> late = new ArrayList<>();
  private final Deadlines<Thing> deadlines = new Deadlines<>(Duration.ofNanos(100), nanoTime::get,
      late::add);

  private static final class Thing extends Timed<Thing> {}

  @Test
  void whatIsLateIsToldOnceAndInOrder() {
    var a = new Thing();
    var b = new Thing();
    deadlines.start(a);
    nanoTime.addAndGet(50);
    deadlines.start(b);
    nanoTime.addAndGet(49);
    deadlines.check();
    assertThat(late).isEmpty();

    nanoTime.addAndGet(1);
    deadlines.check();
    deadlines.check();
    assertThat(late).containsExactly(a);

    nanoTime.addAndGet(100);
    deadlines.check();
    assertThat(late).containsExactly(a, b);
  }

  /** Beside a list from which is taken what ends, in any order. */
  @Property
  void onlyWhatHasNotEndedIsLate(@ForAll List<@IntRange(max = 9) Integer> steps) {
    late.clear();
    var things = Stream.generate(Thing::new).limit(10).toList();
    var expected = new ArrayList<Thing>();
    for (int step : steps) {
      var thing = things.get(step);
      if (expected.remove(thing)) {
        deadlines.end(thing);
      } else {
        deadlines.end(thing);
        deadlines.start(thing);
        expected.add(thing);
      }
    }
    nanoTime.addAndGet(100);
    deadlines.check();

    assertThat(late).isEqualTo(expected);
  }

  @Test
  void aBatchOfLettersWakesTheLoopOnce() {
    var loop = new ArrayDeque<Runnable>();
    var read = new ArrayList<Integer>();
    var mailbox = new Mailbox<Integer>(loop::add, read::add);

    mailbox.post(1);
    mailbox.post(2);
    assertThat(loop).hasSize(1);
    loop.remove().run();
    mailbox.post(3);
    loop.remove().run();

    assertThat(read).containsExactly(1, 2, 3);
    assertThat(loop).isEmpty();
  }

  @Test
  void noLetterIsLeftLying() throws InterruptedException {
    int letters = 100_000;
    var read = new AtomicInteger();
    var all = new CountDownLatch(letters);
    try (var loop = Executors.newSingleThreadExecutor();
        var senders = Executors.newFixedThreadPool(2)) {
      var mailbox = new Mailbox<Integer>(loop, letter -> {
        read.incrementAndGet();
        all.countDown();
      });
      for (int sender = 0; sender < 2; sender++) {
        senders.execute(() -> {
          for (int i = 0; i < letters / 2; i++) {
            mailbox.post(i);
          }
        });
      }

      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(read).hasValue(letters);
  }

  @Property
  void aBodyIsTheSumOfItsPieces(@ForAll List<byte[]> pieces, @ForAll boolean declared) {
    var expected = Buffer.buffer();
    pieces.forEach(expected::appendBytes);
    var body = new BodyBuffer(declared ? expected.length() : -1);

    pieces.forEach(piece -> body.append(Buffer.buffer(piece)));

    assertThat(body.length()).isEqualTo(expected.length());
    assertThat(body.toBytes()).isEqualTo(expected.getBytes());
  }
}
