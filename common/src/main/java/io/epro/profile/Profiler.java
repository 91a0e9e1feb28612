package io.epro.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;

/**
 * Records this JVM, one profile at a time. A recording keeps its events on disk in the temporary folder and is ended before
 * its time when it grows too large, when nobody wants it any more, or when the profiler is closed.
 * Other recordings of the same JVM go on undisturbed; while two run, each event is taken with the
 * finer of the two settings, so theirs then holds our events, too.
 *
 * <p>{@link #take} blocks its caller; {@link #close} may be called from any thread.
 */
public final class Profiler implements AutoCloseable {
  /** JFR keeps files of 12 MB each; the last is one more. */
  static final long MAX_BYTES = 32L << 20;
  /** What the folders of this process's profiles begin with. */
  static final String FOLDER = "epro-profile-" + ProcessHandle.current().pid() + "-";
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Semaphore one = new Semaphore(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** How it ended. */
  public sealed interface Outcome {}

  /** @param profile to be closed by the caller */
  public record Recorded(Profile profile) implements Outcome {}

  /** Another is being taken. */
  public record Busy() implements Outcome {}

  /** Nobody waits for it any more. */
  public record Unwanted() implements Outcome {}

  /** The process stops. */
  public record Stopped() implements Outcome {}

  /** @param reason why this JVM cannot take it */
  public record Unavailable(String reason) implements Outcome {}

  /**
   * Records for as long as the request says, and deletes what it wrote unless it hands it out.
   *
   * @param wanted asked every second whether to go on
   * @throws IOException when the temporary folder cannot be written
   */
  public Outcome take(ProfileRequest request, BooleanSupplier wanted)
      throws IOException, InterruptedException {
    if (!FlightRecorder.isAvailable()) {
      return new Unavailable("this JVM runs without Flight Recorder");
    }
    if (request.type() == ProfileType.CPU && !System.getProperty("os.name").equals("Linux")) {
      return new Unavailable("type cpu needs Linux; type wall does not");
    }
    if (!one.tryAcquire()) {
      return new Busy();
    }
    try {
      return record(request, wanted);
    } catch (IllegalStateException e) {
      // At the JVM's end its own hook ends all recordings; otherwise it is a fault.
      if (closed.getCount() > 0) {
        throw e;
      }
      return new Stopped();
    } finally {
      one.release();
    }
  }

  /** Ends a recording that runs. */
  @Override
  public void close() {
    closed.countDown();
  }

  private Outcome record(ProfileRequest request, BooleanSupplier wanted)
      throws IOException, InterruptedException {
    try (var recording = new Recording(settings(request.type()))) {
      recording.setName("profile by URL");
      recording.setToDisk(true);
      recording.setMaxSize(2 * MAX_BYTES);
      recording.start();
      boolean goOn = awaitEnd(recording, request.length(), wanted);
      recording.stop();
      if (closed.getCount() == 0) {
        return new Stopped();
      }
      return goOn ? new Recorded(profile(request, recording)) : new Unwanted();
    }
  }

  /** @return false when nobody wants it */
  private boolean awaitEnd(Recording recording, Duration length, BooleanSupplier wanted)
      throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    long left = length.toNanos();
    while (left > 0 && recording.getSize() < MAX_BYTES
        && !closed.await(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
      if (!wanted.getAsBoolean()) {
        return false;
      }
      left = end - System.nanoTime();
    }
    return true;
  }

  private static Profile profile(ProfileRequest request, Recording recording) throws IOException {
    var directory = Files.createTempDirectory(FOLDER);
    try {
      var raw = directory.resolve("recording.jfr");
      recording.dump(raw);
      var window = new Window(recording.getStartTime(), recording.getStopTime());
      var file = directory.resolve("profile");
      new Rendering(request, window, Thread.currentThread().threadId(), raw).write(file);
      Files.delete(raw);
      return new Profile(directory, file, window.length());
    } catch (IOException | RuntimeException e) {
      Profile.delete(directory);
      throw e;
    }
  }

  /** Everything off, the type's events on: an event class of a library may be on by itself. */
  private static Map<String, String> settings(ProfileType type) {
    var settings = new HashMap<String, String>();
    FlightRecorder.getFlightRecorder().getEventTypes()
        .forEach(event -> settings.put(event.getName() + "#enabled", "false"));
    type.sources().forEach(source -> source.configure(settings::put));
    return settings;
  }
}
