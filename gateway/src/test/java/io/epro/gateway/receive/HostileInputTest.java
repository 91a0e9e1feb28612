package io.epro.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.epro.gateway.admit.Admission.Bounds;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The corpus of bad requests ({@code hostile/README.md}) against running servers, many at a time; each
 * case is a test. And what must hold when all of it is over: nothing has failed, and nothing is left.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {
  private static final List<String> FILES = List.of("json.txt", "patient.txt", "headers.txt",
      "framing.txt", "target.txt", "batch.txt", "pipelining.txt");
  private static final String SLOW = "slow.txt";
  private static final Sizes SIZES = new Sizes(65_536, 262_144, 50);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Limits PATIENT = new Limits(SIZES, LONG, LONG, LONG, LONG);
  private static final Limits IMPATIENT = new Limits(SIZES, Duration.ofMillis(700), LONG, LONG,
      Duration.ofSeconds(2));
  private static final Bounds ROOMY = new Bounds(1000, 1000, 200 << 20);
  private static final int AT_ONCE = 24;
  private static final int LEAST = 200;
  private static final long SLACK = 4 << 20;

  private final List<Played> played = new ArrayList<>();
  private ExecutorService clients;
  private Harness patient;
  private Harness impatient;
  private LeakWatch leaks;

  private record Played(String file, HostileCase hostile, Future<?> outcome) {}

  @BeforeAll
  void play() throws Exception {
    clients = Executors.newFixedThreadPool(AT_ONCE);
    patient = Harness.start(PATIENT, ROOMY);
    impatient = Harness.start(IMPATIENT, ROOMY);
    leaks = new LeakWatch();
    play(SLOW, impatient);
    FILES.forEach(file -> play(file, patient));
  }

  @AfterAll
  void close() throws Exception {
    leaks.close();
    clients.shutdownNow();
    patient.close();
    impatient.close();
  }

  @TestFactory
  Stream<DynamicNode> everyCaseAndThenNothingIsLeft() {
    var files = Stream.concat(FILES.stream(), Stream.of(SLOW));
    return Stream.concat(files.map(file -> dynamicContainer(file, cases(file))), Stream.of(
        dynamicTest("there are hundreds of cases", () -> assertThat(played.size())
            .isGreaterThan(LEAST)),
        dynamicTest("no two have the same name", this::namesDiffer),
        dynamicTest("what was told to be queued was published, and nothing else", () -> {
          assertPublished(patient, FILES);
          assertPublished(impatient, List.of(SLOW));
        }),
        dynamicTest("nothing is in flight and no connection is left", () -> {
          assertNothingIsLeft(patient);
          assertNothingIsLeft(impatient);
        }),
        dynamicTest("nothing failed", () -> {
          assertThat(patient.reports("internal_error")).isZero();
          assertThat(impatient.reports("internal_error")).isZero();
        }),
        dynamicTest("nothing leaked", leaks::assertNothingElseLeaked),
        dynamicTest("twice more takes no more memory", this::memoryIsGivenBack),
        dynamicTest("a good report is still taken", () -> {
          assertThat(patient.post(HostileClient.GOOD).statusCode()).isEqualTo(202);
          assertThat(impatient.post(HostileClient.GOOD).statusCode()).isEqualTo(202);
        })));
  }

  private void play(String file, Harness harness) {
    for (var hostile : HostileCases.of(file)) {
      played.add(new Played(file, hostile, clients.submit(() -> {
        HostileClient.play(hostile, harness);
        return null;
      })));
    }
  }

  private Stream<DynamicTest> cases(String file) {
    return played.stream().filter(one -> one.file().equals(file))
        .map(one -> dynamicTest(one.hostile().name(), () -> outcomeOf(one)));
  }

  private static void outcomeOf(Played one) throws Exception {
    try {
      one.outcome().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError wrong) {
        throw wrong;
      }
      throw e;
    }
  }

  private void namesDiffer() {
    var names = new HashSet<String>();
    assertThat(played).allMatch(one -> names.add(one.file() + one.hostile().name()));
  }

  private void assertPublished(Harness harness, List<String> files) {
    int queued = played.stream().filter(one -> files.contains(one.file()))
        .mapToInt(one -> one.hostile().queued()).sum();
    assertThat(harness.publisher.arrived()).hasSize(queued)
        .noneMatch(report -> report.patientId().equals("smuggled"));
  }

  private static void assertNothingIsLeft(Harness harness) {
    harness.awaitNothingInFlight();
    await().atMost(Duration.ofSeconds(20)).until(() -> connections(harness) == 0);
  }

  private static double connections(Harness harness) {
    return harness.registry.get("epro.gateway.connections").gauge().value();
  }

  private void memoryIsGivenBack() throws Exception {
    var all = List.copyOf(played);
    assertNothingIsLeft(patient);
    long before = directMemory();
    for (int round = 0; round < 2; round++) {
      played.clear();
      FILES.forEach(file -> play(file, patient));
      for (var one : played) {
        outcomeOf(one);
      }
    }
    assertNothingIsLeft(patient);
    played.clear();
    played.addAll(all);
    assertThat(directMemory()).isLessThan(before + SLACK);
  }

  private static long directMemory() {
    return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }
}
