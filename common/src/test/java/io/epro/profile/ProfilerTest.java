package io.epro.profile;

import static io.epro.profile.ProfileFormat.COLLAPSED;
import static io.epro.profile.ProfileFormat.FLAMEGRAPH;
import static io.epro.profile.ProfileFormat.JFR;
import static io.epro.profile.ProfileFormat.PPROF;
import static io.epro.profile.ProfileType.ALLOC;
import static io.epro.profile.ProfileType.CPU;
import static io.epro.profile.ProfileType.LOCK;
import static io.epro.profile.ProfileType.WALL;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.epro.profile.Profiler.Busy;
import io.epro.profile.Profiler.Outcome;
import io.epro.profile.Profiler.Recorded;
import io.epro.profile.Profiler.Stopped;
import io.epro.profile.Profiler.Unwanted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfilerTest {
  private static final String BURN = BusyWork.class.getName() + ".burnTheProcessor";
  private static final String ALLOCATE = BusyWork.class.getName() + ".allocateMuch";
  private static final String LOCKING = BusyWork.class.getName() + ".fightForLock";
  private static final String MONITOR = BusyWork.class.getName() + ".fightForMonitor";
  private static final String WAIT = BusyWork.class.getName() + ".waitForWork";

  /** Nanoseconds in a recording of a second, on a machine that may be busy with other things. */
  private static final long LEAST = 20_000_000;
  private static final long MOST = 10_000_000_000L;

  private final BusyWork work = new BusyWork("busy");
  private final Profiler profiler = new Profiler();

  @AfterEach
  void close() {
    profiler.close();
    work.close();
  }

  @Test
  void cpuShowsTheMethodThatBurnsAndNotTheOneThatWaits() throws Exception {
    var collapsed = text(CPU, COLLAPSED);

    // One thread that never rests: a second of CPU, less what the machine's others take.
    assertThat(sum(collapsed, BURN)).isBetween(LEAST, MOST);
    assertThat(sum(collapsed, WAIT)).isLessThan(sum(collapsed, BURN));
  }

  @Test
  void allocShowsTheMethodThatAllocatesWithTheClassAtTheEnd() throws Exception {
    var collapsed = text(ALLOC, COLLAPSED);

    assertThat(collapsed.lines())
        .anyMatch(line -> line.contains(ALLOCATE) && line.matches(".*;byte\\[] [0-9]+"));
    assertThat(sum(collapsed, ALLOCATE)).isGreaterThan(1 << 20);
  }

  @Test
  void lockShowsLocksAndMonitorsThatAnotherHeldAndNotTheWaitForWork() throws Exception {
    var collapsed = text(LOCK, COLLAPSED);

    assertThat(collapsed.lines())
        .anyMatch(line -> line.contains(LOCKING) && line.contains("ReentrantLock$NonfairSync "))
        .anyMatch(line -> line.contains(MONITOR) && line.contains(";java.lang.Object "))
        .noneMatch(line -> line.contains(WAIT));
    // Two threads take turns, so together they wait for about a second, each way.
    assertThat(sum(collapsed, LOCKING)).isBetween(LEAST, MOST);
  }

  @Test
  void wallShowsWhoRunsAndWhoWaits() throws Exception {
    assertThat(text(WALL, COLLAPSED)).contains(BURN).contains(LOCKING).contains(MONITOR)
        .contains(WAIT);
  }

  @Test
  void theFlameGraphIsOnePageThatNeedsNothingFromElsewhere() throws Exception {
    var page = text(CPU, FLAMEGRAPH);

    assertThat(page).startsWith("<!DOCTYPE html>").contains("cpu, nanoseconds, ")
        .contains("burnTheProcessor");
    // The name of SVG's vocabulary is no address that anything is loaded from.
    assertThat(page.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:", "https:", "src=", "href=", "url(", "@import", "fetch(", "//cdn");
  }

  @Test
  void pprofHasTheMethodAndItsValueInItsUnit() throws Exception {
    try (var profile = recorded(CPU, PPROF)) {
      var pprof = PprofReader.read(profile.file());

      assertThat(pprof.sampleTypes()).containsExactly("cpu/nanoseconds");
      assertThat(pprof.durationNanos()).isBetween(1_000_000_000L, MOST);
      assertThat(pprof.valueUnder(BURN)).isBetween(LEAST, MOST);
    }
  }

  @ParameterizedTest
  @EnumSource(ProfileType.class)
  void theRecordingHoldsTheTypesEventsAndNoOthers(ProfileType type) throws Exception {
    try (var profile = recorded(type, JFR)) {
      assertThat(eventNames(profile.file())).isNotEmpty()
          .isSubsetOf(type.sources().stream().map(Source::event).collect(toSet()));
    }
  }

  @Test
  void oneAtATime() throws Exception {
    var recording = new CountDownLatch(1);
    var first = inBackground(CPU, Duration.ofSeconds(2), recording);
    recording.await(20, TimeUnit.SECONDS);

    assertThat(take(CPU, COLLAPSED)).isInstanceOf(Busy.class);

    try (var profile = ((Recorded) first.get(20, TimeUnit.SECONDS)).profile()) {
      assertThat(profile.length()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(20));
    }
    try (var next = recorded(CPU, COLLAPSED)) {
      assertThat(next.file()).exists();
    }
  }

  @Test
  void closingEndsARecordingAtOnceAndLeavesNoFile() throws Exception {
    var before = folders();
    var recording = new CountDownLatch(1);
    var running = inBackground(WALL, Duration.ofSeconds(60), recording);
    recording.await(20, TimeUnit.SECONDS);

    profiler.close();

    assertThat(running.get(10, TimeUnit.SECONDS)).isInstanceOf(Stopped.class);
    assertThat(ourRecordings()).isZero();
    assertThat(folders()).isEqualTo(before);
  }

  @Test
  void whatNobodyWaitsForIsEndedAndLeavesNoFile() throws Exception {
    var before = folders();

    assertThat(profiler.take(new ProfileRequest(WALL, Duration.ofSeconds(60), JFR), () -> false))
        .isInstanceOf(Unwanted.class);

    assertThat(ourRecordings()).isZero();
    assertThat(folders()).isEqualTo(before);
  }

  @Test
  void aProfilesFilesAreGoneWhenItIsClosedAndWereNobodyElses() throws Exception {
    var profile = recorded(CPU, JFR);
    assertThat(Files.getPosixFilePermissions(profile.directory())).hasSize(3)
        .allMatch(permission -> permission.name().startsWith("OWNER"));
    assertThat(profile.directory()).isDirectoryContaining(profile.file()::equals);

    profile.close();

    assertThat(profile.directory()).doesNotExist();
  }

  @Test
  void aRecordingOfTheUsersOwnGoesOnUndisturbed() throws Exception {
    try (var users = new Recording()) {
      users.enable("jdk.ThreadSleep").withThreshold(Duration.ZERO);
      users.enable("jdk.InitialSystemProperty");
      users.start();
      try (var profile = recorded(CPU, JFR)) {
        assertThat(users.getState()).isEqualTo(RecordingState.RUNNING);
        assertThat(eventNames(profile.file())).containsExactly("jdk.CPUTimeSample");
      }
      users.stop();
      var file = Files.createTempFile("users", ".jfr");
      users.dump(file);
      assertThat(eventNames(file)).contains("jdk.InitialSystemProperty");
      Files.delete(file);
    }
  }

  private Outcome take(ProfileType type, ProfileFormat format) throws Exception {
    return profiler.take(new ProfileRequest(type, Duration.ofSeconds(1), format), () -> true);
  }

  private Profile recorded(ProfileType type, ProfileFormat format) throws Exception {
    return ((Recorded) take(type, format)).profile();
  }

  private String text(ProfileType type, ProfileFormat format) throws Exception {
    try (var profile = recorded(type, format)) {
      return Files.readString(profile.file());
    }
  }

  private CompletableFuture<Outcome> inBackground(ProfileType type, Duration length,
      CountDownLatch recording) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return profiler.take(new ProfileRequest(type, length, COLLAPSED), () -> {
          recording.countDown();
          return true;
        });
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static long sum(String collapsed, String method) {
    return collapsed.lines().filter(line -> line.contains(method))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1))).sum();
  }

  private static Set<String> eventNames(Path file) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .map(event -> event.getEventType().getName()).collect(toSet());
  }

  private static long ourRecordings() {
    return FlightRecorder.getFlightRecorder().getRecordings().stream()
        .filter(recording -> recording.getName().toLowerCase(Locale.ROOT).contains("profile"))
        .count();
  }

  private static Set<Path> folders() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith(Profiler.FOLDER))
          .collect(toSet());
    }
  }
}
