package io.epro.gateway.receive;

import io.epro.gateway.admit.Access;
import io.epro.gateway.admit.Admission.Bounds;
import io.epro.gateway.admit.Finding;
import io.epro.gateway.admit.RateLimit;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.admit.TokenFault;
import io.epro.gateway.publish.PublishResult;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Something that can happen to a request: a state of the gateway, and what is wrong with the request.
 * Each can be asked of every operation; what comes of it is the description's to say.
 *
 * @param world a gateway in that state
 * @param change makes the request of one that is right
 */
record Situation(String name, World world, UnaryOperator<RawRequest> change) {
  static final String PATIENT = "P-000123";
  static final String PAGE = "https://app.example";
  private static final Sizes SIZES = new Sizes(64 << 10, 1 << 20, 1000);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Access OWN = credential -> new Sender(PATIENT);
  private static final Transport PAGES = new Transport(null, 100, Set.of(PAGE));
  private static final String ENVELOPE = "{\"idempotencyKey\":\"7\",\"report\":{\"patientId\":\""
      + PATIENT + "\"}}";

  /** A gateway of its own for each situation. */
  interface World {
    Harness start() throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }

  static List<Situation> all() {
    return List.of(
        request("nothing special", good -> good),
        request("whatever it is, it is known", good -> good.header("If-None-Match", "*")),
        request("another page", good -> good.header("Origin", "https://other.example")),
        request("a header without a colon", good -> good.line("no colon")),
        request("gzip that is none", good -> good.header("Content-Encoding", "gzip")),
        request("JSON that is cut off", good -> good.otherBody("{")),
        request("a good line and a bad one", good -> good.andThen("{\n")),
        request("a key twice", good -> good.otherBody(
            "{\"patientId\":\"P-000123\",\"vitals\":{\"temp\":36.6,\"temp\":36.6}}")),
        request("no report", good -> good.otherBody("\n")),
        request("no patient", good -> good.otherBody("{\"timestamp\":1763856000000}")),
        request("no patient in an envelope", good -> good.otherBody("{\"report\":{}}")),
        request("a key that is none", good -> good.header("Idempotency-Key", "7")),
        request("a line's key that is none", good -> good.otherBody(ENVELOPE)),
        request("another path", good -> good.target(good.target() + "/")),
        request("another method", good -> good.method("DELETE")),
        request("a report too large", good -> good.otherBody("{\"patientId\":\"" + PATIENT
            + "\",\"note\":\"" + "x".repeat(SIZES.report()) + "\"}")),
        request("a batch too large", good -> good.otherBody("{}\n".repeat(SIZES.batch() / 3 + 1))),
        request("too many lines", good -> good.otherBody("{}\n".repeat(SIZES.lines() + 1))),
        request("a long request line", good -> good.target(good.target() + "?" + "x".repeat(5000))),
        request("large headers", good -> good.header("X-Large", "x".repeat(9000))),
        request("another type", good -> good.header("Content-Type", "text/plain")),
        request("another encoding", good -> good.header("Content-Encoding", "br")),
        new Situation("what never comes to its end", () -> world(SHORT, LONG, OWN),
            RawRequest::cutOff),
        new Situation("no token", () -> stranger(TokenFault.MISSING), good -> good),
        new Situation("a token that cannot be read", () -> stranger(TokenFault.UNREADABLE),
            good -> good),
        new Situation("an expired token", () -> stranger(TokenFault.EXPIRED), good -> good),
        new Situation("another patient's token",
            () -> world(LONG, LONG, credential -> new Sender("P-000124")), good -> good),
        new Situation("no keys", () -> world(LONG, LONG, credential -> new Finding.NoKeys()),
            good -> good),
        new Situation("a bug before the body", () -> world(LONG, LONG, credential -> {
          throw new IllegalStateException(PATIENT);
        }), good -> good),
        published("a bug behind the body", harness -> harness.publisher.breakDown()),
        published("no broker", harness -> harness.publisher.failWith(PublishResult.UNAVAILABLE)),
        published("no room to publish",
            harness -> harness.publisher.failWith(PublishResult.BUFFER_FULL)),
        published("larger than the broker takes",
            harness -> harness.publisher.failWith(PublishResult.TOO_LARGE)),
        published("a gateway that stops", harness -> harness.admission.drain()),
        new Situation("no room",
            () -> Harness.start(limits(LONG, LONG), new Bounds(100, 0, 1 << 20),
                OWN, new RateLimit(Harness.UNLIMITED, System::nanoTime), PAGES),
            good -> good),
        new Situation("too often", Situation::tooOften, good -> good));
  }

  /** In which every request that is right is taken. */
  static Harness calm() throws Exception {
    return world(LONG, LONG, OWN);
  }

  private static Situation request(String name, UnaryOperator<RawRequest> change) {
    return new Situation(name, Situation::calm, change);
  }

  private static Situation published(String name, Consumer<Harness> state) {
    return new Situation(name, () -> {
      var harness = calm();
      state.accept(harness);
      return harness;
    }, good -> good);
  }

  private static Harness stranger(TokenFault fault) throws Exception {
    return world(LONG, LONG, credential -> new Finding.Stranger(fault));
  }

  private static Harness tooOften() throws Exception {
    var limit = new RateLimit(new RateLimit.Rule(1, 1, 100), System::nanoTime);
    if (limit.secondsUntilToken(PATIENT) > 0) {
      throw new AssertionError("the first is not too often");
    }
    return Harness.start(limits(LONG, LONG), Harness.ROOMY, OWN, limit, PAGES);
  }

  private static Harness world(Duration request, Duration ack, Access access) throws Exception {
    return Harness.start(limits(request, ack), Harness.ROOMY, access,
        new RateLimit(Harness.UNLIMITED, System::nanoTime), PAGES);
  }

  private static Limits limits(Duration request, Duration ack) {
    return new Limits(SIZES, request, LONG, ack, Duration.ofSeconds(60));
  }
}
