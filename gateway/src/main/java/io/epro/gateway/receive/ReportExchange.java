package io.epro.gateway.receive;

import io.epro.gateway.admit.Decision;
import io.epro.gateway.admit.Decision.Bound;
import io.epro.gateway.admit.Finding;
import io.epro.gateway.admit.Permit;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.admit.TokenFault;
import io.epro.gateway.publish.PublishResult;
import io.epro.gateway.publish.RawReport;
import io.epro.gateway.receive.RequestHead.Acceptable;
import io.epro.gateway.receive.RequestHead.Unacceptable;
import io.epro.gateway.receive.ScanResult.Malformed;
import io.epro.gateway.receive.ScanResult.NoPatient;
import io.epro.gateway.receive.ScanResult.Scanned;
import io.epro.report.ReportId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, from its headers to its answer. Confined to the event loop of its connection, but for
 * {@link #onFound} and {@link #onResult}, which are called on threads of others: they leave what they
 * were told in a field and post this exchange to a mailbox, whose queue publishes the field to the
 * event loop.
 *
 * <p>Who sends is known before a byte of the body is read: until then the connection is paused, and
 * the request has no place and no bytes. Whether the sender may report for the report's patient is
 * known after the scan.
 *
 * <p>A refusal may be answered before the body has come. The rest of it is then read and thrown
 * away, within bounds: closing at once could destroy the answer on its way (TCP reset).
 */
final class ReportExchange {
  private static final Logger log = LoggerFactory.getLogger(ReportExchange.class);
  private static final int MAX_DISCARDED = 1 << 20;
  private static final int TRACE_FRAMES = 8;

  private final HttpServerRequest request;
  private final HeadWatch watch;
  private final Lane lane;
  private State state = State.IDENTIFYING;
  private boolean bodyEnded;
  private long discarded;
  private long publishedAt;
  private @Nullable Acceptable head;
  private @Nullable Sender sender;
  /** What holds if nothing more is found in time. */
  private @Nullable Finding finding;
  private @Nullable Finding laterFinding;
  private @Nullable Permit permit;
  private @Nullable BodyBuffer body;
  private @Nullable RawReport report;
  private @Nullable PublishResult result;

  private enum State {
    IDENTIFYING, READING, PUBLISHING, ANSWERED
  }

  ReportExchange(HttpServerRequest request, HeadWatch watch, Lane lane) {
    this.request = request;
    this.watch = watch;
    this.lane = lane;
  }

  void begin() {
    watch.requestBegins();
    lane.bodies.start(this);
    request.handler(piece -> guard(() -> onPiece(piece)));
    request.endHandler(nothing -> guard(this::onBodyEnd));
    request.exceptionHandler(this::onAborted);
    guard(this::onHead);
  }

  private void onHead() {
    switch (RequestHead.read(request, lane.limits.maxBody())) {
      case Unacceptable unacceptable -> refuse(unacceptable.problem());
      case Acceptable acceptable -> {
        head = acceptable;
        identify(lane.stages.access().identify(acceptable.credential()), acceptable);
      }
    }
  }

  private void identify(Finding found, Acceptable from) {
    switch (found) {
      case Sender known -> admit(from, known);
      case Finding.Stranger stranger -> refuse(stranger.fault());
      case Finding.Busy busy -> refuse(Bound.REQUESTS);
      case Finding.NoKeys none -> refuse(Problem.of(ProblemCode.KEYS_UNAVAILABLE,
          "the identity provider's keys are not known yet; nothing was stored, send again after the"
              + " seconds in Retry-After"));
      case Finding.Undecided undecided -> {
        finding = undecided.otherwise();
        request.pause();
        lane.identities.start(this);
        undecided.found().thenAccept(this::onFound);
      }
    }
  }

  /** On any thread. */
  private void onFound(Finding found) {
    laterFinding = found;
    lane.identified.post(this);
  }

  /** It is known who sends, and this is the event loop again. */
  void onIdentified() {
    goOnWith(laterFinding);
  }

  void onIdentityLate() {
    goOnWith(finding);
  }

  private void goOnWith(@Nullable Finding found) {
    if (state == State.IDENTIFYING && head != null && found != null) {
      var from = head;
      lane.identities.end(this);
      guard(() -> identify(found, from));
      request.resume();
    }
  }

  private void admit(Acceptable acceptable, Sender known) {
    switch (lane.stages.admission().enter(Math.max(0, acceptable.contentLength()))) {
      case Decision.Refused refused -> refuse(refused.bound());
      case Permit admitted -> {
        state = State.READING;
        sender = known;
        permit = admitted;
        body = new BodyBuffer((int) acceptable.contentLength());
        if (expectsContinue()) {
          request.response().writeContinue();
        }
      }
    }
  }

  private void onPiece(Buffer piece) {
    if (state == State.READING && body != null && permit != null && head != null) {
      if (body.length() + piece.length() > lane.limits.maxBody()) {
        refuse(RequestHead.tooLarge(lane.limits.maxBody()));
      } else if (head.contentLength() < 0 && !permit.grow(piece.length())) {
        refuse(Bound.BYTES);
      } else {
        body.append(piece);
      }
      return;
    }
    discarded += piece.length();
    if (discarded > MAX_DISCARDED) {
      closeConnection();
    }
  }

  private void onBodyEnd() {
    bodyEnded = true;
    lane.bodies.end(this);
    if (state == State.READING && body != null && head != null && sender != null) {
      byte[] bytes = body.toBytes();
      body = null;
      switch (lane.scanner.scan(bytes)) {
        case Malformed malformed -> refuse(
            Problem.of(ProblemCode.MALFORMED_JSON, malformed.detail()));
        case NoPatient none -> refuse(new Problem(ProblemCode.MISSING_PATIENT_ID,
            "patientId must be a string of 1 to 64 characters out of A-Z a-z 0-9 . _ : -",
            "/patientId"));
        case Scanned scanned when sender.mayReportFor(scanned.patientId()) -> publish(scanned, head,
            bytes);
        case Scanned forbidden -> refuseForbidden();
      }
    }
    finishIfDone();
  }

  private void publish(Scanned scanned, Acceptable from, byte[] bytes) {
    var id = from.key() == null
        ? ReportId.ofBody(scanned.patientId(), bytes, scanned.timestamp())
        : ReportId.ofKey(scanned.patientId(), from.key());
    var raw = new RawReport(scanned.patientId(), bytes, id, Sha256.of(bytes),
        lane.time.wall().millis(), from.traceparent());
    report = raw;
    state = State.PUBLISHING;
    publishedAt = lane.time.nano().getAsLong();
    lane.acks.start(this);
    lane.stages.publisher().publish(raw, this::onResult);
  }

  /** On any thread. */
  private void onResult(PublishResult published) {
    if (permit != null) {
      permit.releaseBytes();
    }
    result = published;
    lane.settled.post(this);
  }

  /** The publisher has told, and this is the event loop again. */
  void onSettled() {
    if (result == null || report == null) {
      throw new IllegalStateException("settled before it was published");
    }
    lane.acks.end(this);
    if (state == State.ANSWERED) {
      lane.metrics.late(result);
      return;
    }
    switch (result) {
      case ACKNOWLEDGED -> accept(report);
      case BUFFER_FULL -> refuse(Bound.BYTES);
      case TOO_LARGE -> refuse(Problem.of(ProblemCode.TOO_LARGE,
          "the broker takes no report of this size; send a smaller one"));
      case UNAVAILABLE -> refuse(brokerUnavailable());
    }
  }

  void onAckLate() {
    refuse(brokerUnavailable());
  }

  void onBodyLate() {
    if (state == State.ANSWERED) {
      closeConnection();
      return;
    }
    Answers.closeAfterwards(request.response());
    refuse(requestTimeout(lane.limits));
    closeConnection();
  }

  private void onAborted(Throwable cause) {
    lane.bodies.end(this);
    if (state == State.IDENTIFYING || state == State.READING) {
      lane.identities.end(this);
      state = State.ANSWERED;
      release();
      lane.metrics.aborted();
    }
  }

  /** A bug costs one request, and what it held is given back. */
  private void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      // Without its message, which might quote the report.
      log.atError().addKeyValue("failure", e.getClass().getName())
          .addKeyValue("at", at(e))
          .log("a request met a bug");
      if (state != State.ANSWERED) {
        refuse(Problem.of(ProblemCode.INTERNAL_ERROR,
            "this is not the report's fault; send it again unchanged, and tell the operator"));
      }
    }
  }

  private void accept(RawReport accepted) {
    lane.metrics.accepted(lane.time.nano().getAsLong() - publishedAt);
    beforeAnswer();
    Answers.accepted(request.response(), accepted);
    finishIfDone();
  }

  private void refuse(TokenFault fault) {
    Bearer.challenge(request.response(), fault);
    refuse(Problem.of(ProblemCode.UNAUTHORIZED, fault.detail()));
  }

  private void refuseForbidden() {
    Bearer.challengeForbidden(request.response());
    refuse(new Problem(ProblemCode.FORBIDDEN_PATIENT,
        "the token is of another patient than the report's patientId", "/patientId"));
  }

  private void refuse(Bound bound) {
    refuse(switch (bound) {
      case REQUESTS, BYTES -> Problem.of(ProblemCode.OVERLOADED,
          "the gateway holds as many reports as it may; nothing was stored, send again after the"
              + " seconds in Retry-After");
      case DRAINING -> Problem.of(ProblemCode.SHUTTING_DOWN,
          "nothing was stored; send again, on a new connection");
    });
  }

  private void refuse(Problem problem) {
    lane.metrics.refused(problem.code());
    beforeAnswer();
    if (problem.code().status() == 503) {
      Answers.retryAfter(request.response(), lane.stages.admission().retryAfterSeconds());
    }
    if (!bodyEnded && expectsContinue()) {
      // The client may send the body or not, and nobody could tell it from the next request.
      Answers.closeAfterwards(request.response());
    }
    Answers.problem(request.response(), problem);
    finishIfDone();
  }

  private void beforeAnswer() {
    boolean published = state == State.PUBLISHING;
    lane.identities.end(this);
    state = State.ANSWERED;
    body = null;
    if (published && permit != null) {
      // The bytes are the publisher's: its callback frees them.
      permit.releasePlace();
    } else {
      release();
    }
    if (lane.stages.admission().draining()) {
      Answers.closeAfterwards(request.response());
    }
  }

  private void release() {
    if (permit != null) {
      permit.releasePlace();
      permit.releaseBytes();
    }
  }

  private void finishIfDone() {
    if (bodyEnded && state == State.ANSWERED) {
      watch.requestEnds();
    }
  }

  private boolean expectsContinue() {
    return request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true);
  }

  // A connection that is already gone is as good as closed.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void closeConnection() {
    request.connection().close();
  }

  private static String at(RuntimeException e) {
    return Arrays.stream(e.getStackTrace()).limit(TRACE_FRAMES).map(StackTraceElement::toString)
        .collect(Collectors.joining(" < "));
  }

  private static Problem brokerUnavailable() {
    return Problem.of(ProblemCode.BROKER_UNAVAILABLE, "no broker has confirmed the report in time;"
        + " send it again unchanged after the seconds in Retry-After (it is never stored twice)");
  }

  static Problem requestTimeout(Limits limits) {
    return Problem.of(ProblemCode.REQUEST_TIMEOUT, "headers and body must arrive within "
        + limits.request().toMillis() + " ms; send the report again");
  }
}
