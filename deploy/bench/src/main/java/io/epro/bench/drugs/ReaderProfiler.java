package io.epro.bench.drugs;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What JMH does not tell of the readers, in the JVM that is measured: bytes that they allocate, as the
 * JVM counts them by thread, and how long they stood waiting for a lock, by Flight Recorder's events for
 * a contended monitor and for a thread parked by a read-write lock, however short. Time spent spinning
 * is not in these, nor waiting within native code. Also the writer's work and the collector's pauses.
 */
public final class ReaderProfiler implements InternalProfiler {
  static final String BYTES = "bytes";
  static final String WAITED = "waited";
  static final String WAITS = "waits";
  static final String UPDATES = "updates";
  static final String UPDATE_TIME = "updateTime";
  static final String PAUSED = "paused";
  private static final String READER = "-jmh-worker-";
  private static final String MONITOR = "jdk.JavaMonitorEnter";
  private static final String PARKED = "jdk.ThreadPark";
  private static final String PAUSE = "jdk.GCPhasePause";
  private static final String LOCK = "java.util.concurrent.locks.ReentrantReadWriteLock";

  private @Nullable Recording recording;
  private Moment before = new Moment(0, 0, 0, 0);

  private record Moment(long nanos, long bytes, long updates, long took) {
    static Moment now() {
      return new Moment(System.nanoTime(), readersBytes(), Updates.DONE.get(), Updates.TOOK.get());
    }
  }

  /** Nanoseconds of all that began and ended within the iteration. */
  private record Recorded(long waits, long waited, long paused) {}

  @Override
  public String getDescription() {
    return "bytes and waiting of the readers";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    var recorder = new Recording();
    for (String event : List.of(MONITOR, PARKED, PAUSE)) {
      recorder.enable(event).withThreshold(Duration.ZERO).withoutStackTrace();
    }
    recorder.start();
    recording = recorder;
    before = Moment.now();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark,
      IterationParams iteration, IterationResult result) {
    var after = Moment.now();
    var recorded = recorded();
    // All calls: also those for warming up and down around the time that counts.
    double lookups = result.getMetadata().getAllOps();
    double seconds = (after.nanos - before.nanos) / 1e9;
    long updates = after.updates - before.updates;
    return List.of(scalar(BYTES, (after.bytes - before.bytes) / lookups, "B"),
        scalar(WAITED, recorded.waited / lookups, "ns"),
        scalar(WAITS, recorded.waits / lookups, "each"),
        scalar(UPDATES, updates / seconds, "1/s"),
        scalar(UPDATE_TIME, updates == 0 ? 0 : (after.took - before.took) / 1e3 / updates, "us"),
        scalar(PAUSED, recorded.paused / 1e6 / seconds, "ms/s"));
  }

  private Recorded recorded() {
    try (var recorder = recording) {
      var file = Files.createTempFile("epro-drugs", ".jfr");
      try {
        if (recorder != null) {
          recorder.stop();
          recorder.dump(file);
        }
        return sum(RecordingFile.readAllEvents(file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Recorded sum(List<RecordedEvent> events) {
    var waits = events.stream().filter(ReaderProfiler::isWait).toList();
    return new Recorded(waits.size(), nanos(waits),
        nanos(events.stream().filter(event -> event.getEventType().getName().equals(PAUSE))
            .toList()));
  }

  private static long nanos(List<RecordedEvent> events) {
    return events.stream().mapToLong(event -> event.getDuration().toNanos()).sum();
  }

  private static boolean isWait(RecordedEvent event) {
    var thread = event.getThread();
    if (thread == null || !String.valueOf(thread.getJavaName()).contains(READER)) {
      return false;
    }
    var type = event.getEventType().getName();
    // JMH's own threads park as well, but not for these.
    var parked = type.equals(PARKED) ? event.getClass("parkedClass") : null;
    return type.equals(MONITOR) || (parked != null && parked.getName().startsWith(LOCK));
  }

  private static long readersBytes() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] readers = Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().contains(READER))
        .mapToLong(thread -> thread.getThreadId()).toArray();
    return Arrays.stream(threads.getThreadAllocatedBytes(readers)).sum();
  }

  private static ScalarResult scalar(String label, double value, String unit) {
    return new ScalarResult(label, value, unit, AggregationPolicy.AVG);
  }
}
