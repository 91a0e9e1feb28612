package io.epro.gateway.receive;

import io.epro.gateway.admit.Decision.Bound;
import io.epro.gateway.admit.Permit;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.publish.PublishResult;
import io.epro.gateway.publish.RawReport;
import io.epro.gateway.receive.ScanResult.Malformed;
import io.epro.gateway.receive.ScanResult.NoPatient;
import io.epro.gateway.receive.ScanResult.Scanned;
import io.epro.report.ReportId;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One report, from its bytes to what became of it: scan, may the sender, is it too often, id, publish,
 * acknowledgement. Confined to its event loop, but for {@link #onResult}, which is called on the
 * publisher's thread: it leaves the result in a field and posts this submission to a mailbox, whose
 * queue publishes the field to the event loop.
 */
final class Submission extends Timed<Submission> {
  private final Lane lane;
  private final Source source;
  private final Permit permit;
  private final Consumer<Outcome> decided;
  private boolean open = true;
  private boolean published;
  private long publishedAt;
  private @Nullable RawReport report;
  private @Nullable PublishResult result;

  /**
   * Where a report comes from.
   *
   * @param scanner that knows what may stand in it
   * @param at JSON pointer to the report within what was sent: empty, or of a field that holds it
   */
  record Source(Sender sender, @Nullable String traceparent, ReportScanner scanner, String at) {}

  /**
   * @param permit whose bytes are this report's from now on
   * @param decided called exactly once, on the event loop, perhaps before {@link #begin} returns
   */
  Submission(Lane lane, Source source, Permit permit, Consumer<Outcome> decided) {
    this.lane = lane;
    this.source = source;
    this.permit = permit;
    this.decided = decided;
  }

  /** @param bytes handed over: nobody writes to them again */
  void begin(byte[] bytes, @Nullable UUID key) {
    try {
      switch (source.scanner().scan(bytes)) {
        case Malformed malformed -> refuse(new Problem(ProblemCode.MALFORMED_JSON,
            malformed.detail(), within(malformed.pointer())));
        case NoPatient none -> refuse(new Problem(ProblemCode.MISSING_PATIENT_ID,
            "patientId must be a string of 1 to 64 characters out of A-Z a-z 0-9 . _ : -",
            source.at() + "/patientId"));
        case Scanned scanned -> submit(scanned, bytes, key);
      }
    } catch (RuntimeException e) {
      Bugs.log(e, source.traceparent());
      refuse(Problems.bug());
    }
  }

  private @Nullable String within(@Nullable String pointer) {
    return pointer == null ? null : source.at() + pointer;
  }

  private void submit(Scanned scanned, byte[] bytes, @Nullable UUID key) {
    if (!source.sender().mayReportFor(scanned.patientId())) {
      refuse(new Problem(ProblemCode.FORBIDDEN_PATIENT,
          "the token is of another patient than the report's patientId",
          source.at() + "/patientId"));
      return;
    }
    int seconds = lane.stages.rateLimit().secondsUntilToken(scanned.patientId());
    if (seconds > 0) {
      refuse(Problem.of(ProblemCode.RATE_LIMITED, "this patient's reports come too often; nothing"
          + " was stored, send again after the seconds in Retry-After"), seconds);
      return;
    }
    publish(scanned, bytes, key);
  }

  private void publish(Scanned scanned, byte[] bytes, @Nullable UUID key) {
    var id = key == null ? ReportId.ofBody(scanned.patientId(), bytes, scanned.timestamp())
        : ReportId.ofKey(scanned.patientId(), key);
    var raw = new RawReport(scanned.patientId(), bytes, id, Sha256.of(bytes),
        lane.time.wall().millis(), source.traceparent());
    report = raw;
    publishedAt = lane.time.nano().getAsLong();
    lane.acks.start(this);
    lane.stages.publisher().publish(raw, this::onResult);
    // Not if that has a bug and throws: the bytes would never be freed.
    published = true;
  }

  /** On any thread. */
  private void onResult(PublishResult told) {
    permit.releaseBytes();
    result = told;
    lane.settled.post(this);
  }

  /** The publisher has told, and this is the event loop again. */
  void onSettled() {
    if (result == null || report == null) {
      throw new IllegalStateException("settled before it was published");
    }
    lane.acks.end(this);
    if (!open) {
      lane.metrics.late(result);
      return;
    }
    switch (result) {
      case ACKNOWLEDGED -> {
        lane.metrics.accepted(lane.time.nano().getAsLong() - publishedAt);
        decide(Outcome.Queued.of(report));
      }
      case BUFFER_FULL -> refuse(Problems.noRoom(Bound.BYTES));
      case TOO_LARGE -> refuse(Problem.of(ProblemCode.TOO_LARGE,
          "the broker takes no report of this size; send a smaller one"));
      case UNAVAILABLE -> refuse(Problems.brokerUnavailable());
    }
  }

  void onAckLate() {
    refuse(Problems.brokerUnavailable());
  }

  /** For what its bytes cannot tell. */
  void refuse(Problem problem) {
    refuse(problem, lane.retryAfter(problem));
  }

  private void refuse(Problem problem, int retryAfter) {
    if (!published) {
      // From there on the bytes are the publisher's: its callback frees them.
      permit.releaseBytes();
    }
    if (open) {
      lane.metrics.refused(problem.code());
      decide(new Outcome.Refused(problem, retryAfter));
    }
  }

  private void decide(Outcome outcome) {
    open = false;
    decided.accept(outcome);
  }
}
