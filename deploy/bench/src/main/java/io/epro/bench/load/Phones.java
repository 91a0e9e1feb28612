package io.epro.bench.load;

import io.epro.bench.measure.Figures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A morning's burst: all phones want to send at the same moment. Each makes a connection, sends, and
 * hangs up; refused, it comes back when Retry-After says, or by {@link Backoff} where nothing was said.
 */
final class Phones {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);
  private static final long CHECK_EVERY = TimeUnit.SECONDS.toNanos(1);
  private static final long TICK_MILLIS = 10;

  private final PhonesPlan plan;
  private final PhonesTally tally;
  private final PriorityQueue<Phone> waiting = new PriorityQueue<>(
      Comparator.comparingLong(Phone::due));
  private final Backoff backoff = new Backoff(1);
  private final ByteBuffer read = ByteBuffer.allocateDirect(64 << 10);
  private final List<Phone> all;
  private final Selector selector;
  private int open;

  private Phones(PhonesPlan plan, List<Phone> all, PhonesTally tally, Selector selector) {
    this.plan = plan;
    this.all = all;
    this.tally = tally;
    this.selector = selector;
    waiting.addAll(all);
  }

  /** Arguments as of {@link Clients}. */
  public static void main(String[] arguments) throws IOException {
    var plan = Figures.read(Path.of(arguments[0]), PhonesPlan.class);
    var tally = run(plan);
    Figures.write(Path.of(arguments[1]), tally.seen());
    Files.write(Path.of(arguments[2]), tally.acknowledged().toByteArray());
  }

  static PhonesTally run(PhonesPlan plan) throws IOException {
    var requests = new Requests(new Requests.Kind(plan.port(), 1, List.of()), 0, 1)
        .from(plan.first());
    var all = IntStream.range(0, plan.phones()).mapToObj(number -> new Phone(number * plan.each(),
        Stream.generate(() -> copy(requests.next().bytes())).limit(plan.each()).toList(), 0))
        .toList();
    try (var selector = Selector.open()) {
      var phones = new Phones(plan, all, new PhonesTally(all), selector);
      phones.run();
      return phones.tally;
    }
  }

  private static byte[] copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  private void run() throws IOException {
    long start = System.nanoTime();
    long now = 0;
    long patienceChecked = 0;
    while (tally.served() < plan.phones()
        && now < TimeUnit.MILLISECONDS.toNanos(plan.limitMillis())) {
      long at = now;
      sendDue(at);
      if (at - patienceChecked > CHECK_EVERY) {
        giveUpSilent(at);
        patienceChecked = at;
      }
      selector.select(key -> ready(key, System.nanoTime() - start), TICK_MILLIS);
      now = System.nanoTime() - start;
    }
    for (var phone : all) {
      phone.hangUp();
    }
  }

  private void sendDue(long now) throws IOException {
    while (!waiting.isEmpty() && waiting.element().due() <= now) {
      if (open >= plan.mostOpen()) {
        tally.heldBack();
        return;
      }
      var phone = waiting.remove();
      open++;
      tally.open(open);
      try {
        phone.connect(plan.port(), selector, now);
      } catch (IOException e) {
        silent(phone, now);
      }
    }
  }

  private void ready(SelectionKey key, long now) {
    var phone = (Phone) key.attachment();
    try {
      if (phone.go(key, read)) {
        answered(key, phone, now);
      }
    } catch (IOException e) {
      silent(phone, now);
    }
  }

  private void answered(SelectionKey key, Phone phone, long now) throws IOException {
    phone.heard();
    boolean accepted = phone.answer().status() == Tally.ACCEPTED;
    tally.answered(phone, now);
    if (accepted && !phone.served()) {
      phone.next(key, now);
      return;
    }
    hangUp(phone);
    if (!accepted) {
      again(phone, now + backoff.afterAnswer(phone.answer().retryAfter()));
    }
  }

  private void giveUpSilent(long now) {
    for (var phone : all) {
      if (phone.connected() && now - phone.since() > PATIENCE) {
        silent(phone, now);
      }
    }
  }

  private void silent(Phone phone, long now) {
    try {
      hangUp(phone);
    } catch (IOException e) {
      throw new IllegalStateException("a socket does not close", e);
    }
    tally.broken();
    again(phone, now + backoff.afterSilence(phone.silence()));
  }

  private void again(Phone phone, long due) {
    phone.later(due);
    waiting.add(phone);
  }

  private void hangUp(Phone phone) throws IOException {
    open--;
    phone.hangUp();
  }
}
