package io.epro.profile;

import io.epro.profile.Profiler.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Event;
import org.jspecify.annotations.Nullable;

/**
 * A process that has a canary in all it has and does, and takes profiles of itself: argument 0 is where
 * to put them, argument 1 a file to read all the time, argument 2 is a canary like any other.
 */
final class CanaryProcess {
  private static final AtomicReference<@Nullable Object> SINK = new AtomicReference<>();

  private CanaryProcess() {}

  /** An event of the application's own, on by default in every recording. */
  static final class CanaryEvent extends Event {
    @Nullable
    String text;
  }

  public static void main(String[] args) throws Exception {
    Thread.ofPlatform().name("CANARY-thread").daemon().start(() -> talk(Path.of(args[1])));
    try (var work = new BusyWork("CANARY-thread"); var profiler = new Profiler()) {
      for (var type : ProfileType.values()) {
        var formats = type == ProfileType.WALL || type == ProfileType.ALLOC
            ? List.of(ProfileFormat.values()) : List.of(ProfileFormat.JFR);
        for (var format : formats) {
          var request = new ProfileRequest(type, Duration.ofSeconds(1), format);
          try (var profile = ((Recorded) profiler.take(request, () -> true)).profile()) {
            Files.copy(profile.file(),
                Path.of(args[0]).resolve(type.word() + "." + format.extension()));
          }
        }
      }
    }
  }

  private static void talk(Path file) {
    for (long n = 0;; n++) {
      var event = new CanaryEvent();
      event.text = "CANARY-event-" + n;
      event.commit();
      try {
        SINK.set(Files.readString(file) + "CANARY-data" + n);
        throw new IOException("CANARY-exception-" + n);
      } catch (IOException e) {
        SINK.set(e);
      }
      LockSupport.parkNanos("CANARY-blocker", 100_000);
    }
  }
}
