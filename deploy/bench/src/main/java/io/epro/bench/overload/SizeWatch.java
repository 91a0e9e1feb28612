package io.epro.bench.overload;

import io.epro.bench.measure.ResidentMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at a gateway's size from a thread of its own until it is told to stop. */
final class SizeWatch {
  private static final Duration EVERY = Duration.ofMillis(250);

  private final GatewayMetrics metrics;
  private final long pid;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final FutureTask<List<Size.Sample>> looking = new FutureTask<>(this::look);

  private SizeWatch(GatewayMetrics metrics, long pid) {
    this.metrics = metrics;
    this.pid = pid;
  }

  static SizeWatch start(GatewayMetrics metrics, long pid) {
    var watch = new SizeWatch(metrics, pid);
    Thread.ofPlatform().name("size").daemon().start(watch.looking);
    return watch;
  }

  /** @throws IOException when the gateway could not be looked at */
  Size stop() throws IOException {
    stop.countDown();
    try {
      return Size.of(looking.get(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the gateway could not be looked at", e);
    }
  }

  private List<Size.Sample> look() throws IOException, InterruptedException {
    var samples = new ArrayList<Size.Sample>();
    do {
      var reading = metrics.read();
      samples.add(new Size.Sample(reading.heapBytes(), ResidentMemory.bytes(pid),
          reading.connections(), reading.inflightRequests()));
    } while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    return samples;
  }
}
