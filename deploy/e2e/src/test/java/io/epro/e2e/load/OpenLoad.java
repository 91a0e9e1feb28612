package io.epro.e2e.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reports at a steady rate, whatever becomes of those before: an open load. Each is its patient's only
 * one and is sent once, when its time has come, on the connection that was idle for longest or, when
 * all wait for their answers, on one more. How long it took counts from when it should have been sent,
 * so that nothing this machine was late with is hidden.
 */
public final class OpenLoad implements Load {
  /** Far beyond all that a gateway may take: what is silent for so long hangs. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final List<Line> lines;
  private final double perSecond;
  private final long seed;
  private final String token;
  private final Sent sent = new Sent();
  private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread clock = Thread.ofPlatform().name("open-load").daemon()
      .unstarted(this::run);
  private volatile long atLeast = Long.MAX_VALUE;

  /**
   * One request.
   *
   * @param due when it should have been sent, by {@link System#nanoTime}
   * @param done when its answer had come
   */
  public record Attempt(Sample sample, long due, long done, Reply reply) {}

  /** A gateway and the idle connections to it, those that were used last behind the others. */
  private record Line(URI gateway, Queue<Wire> idle) {
    Wire take() throws IOException {
      var wire = idle.poll();
      return wire == null ? new Wire(gateway, SILENCE) : wire;
    }
  }

  /**
   * @param token of a trial site's server, good for all of it
   * @param connections to each gateway, open from the beginning
   */
  public OpenLoad(long seed, List<String> gateways, String token, double perSecond,
      int connections) throws IOException {
    this.seed = seed;
    this.token = token;
    this.perSecond = perSecond;
    var all = new ArrayList<Line>();
    for (var gateway : gateways) {
      var line = new Line(URI.create(gateway), new ConcurrentLinkedQueue<>());
      for (int i = 0; i < connections; i++) {
        line.idle().add(new Wire(line.gateway(), SILENCE));
      }
      all.add(line);
    }
    this.lines = List.copyOf(all);
  }

  @Override
  public OpenLoad start() {
    clock.start();
    return this;
  }

  /** Waits until each request has its answer, whatever it is, or is known to get none. */
  @Override
  public void finish(long least, Duration limit) throws InterruptedException {
    atLeast = least;
    clock.join();
    threads.shutdown();
    if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("some requests have no end");
    }
  }

  @Override
  public Sent sent() {
    return sent;
  }

  /** Those that have ended so far. */
  public Attempts attempts() {
    return new Attempts(List.copyOf(attempts));
  }

  @Override
  public void close() {
    atLeast = 0;
    threads.shutdownNow();
    for (var line : lines) {
      line.idle().forEach(OpenLoad::close);
    }
  }

  private void run() {
    long begin = System.nanoTime();
    for (long i = 0; i < atLeast; i++) {
      long due = begin + (long) (i / perSecond * 1e9);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      var line = lines.get((int) (i % lines.size()));
      var sample = new ReportMix(seed + i, "open" + i, 1, true).next();
      sent.attempted(sample);
      threads.execute(() -> send(line, sample, due));
    }
  }

  private void send(Line line, Sample sample, long due) {
    var reply = post(line, sample);
    attempts.add(new Attempt(sample, due, System.nanoTime(), reply));
    if (reply instanceof Reply.Queued) {
      sent.inOrder(sample);
      sent.acknowledged();
    }
  }

  private Reply post(Line line, Sample sample) {
    Wire wire;
    try {
      wire = line.take();
    } catch (IOException e) {
      return new Reply.Nothing(e.toString());
    }
    try {
      var reply = wire.post(sample, token);
      line.idle().add(wire);
      return reply;
    } catch (IOException e) {
      close(wire);
      return new Reply.Nothing(e.toString());
    }
  }

  private static void close(Wire wire) {
    try {
      wire.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
