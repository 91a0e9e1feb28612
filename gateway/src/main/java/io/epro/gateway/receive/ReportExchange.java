package io.epro.gateway.receive;

import io.epro.gateway.admit.Decision;
import io.epro.gateway.admit.Decision.Bound;
import io.epro.gateway.admit.Finding;
import io.epro.gateway.admit.Permit;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.admit.TokenFault;
import io.epro.gateway.receive.RequestHead.Acceptable;
import io.epro.gateway.receive.RequestHead.Unacceptable;
import io.epro.gateway.receive.Submission.Source;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * One request, from its headers to its answer; what is in its body goes its way as a
 * {@link Submission} or a {@link Batch}. Confined to the event loop of its connection.
 *
 * <p>Who sends is known before a byte of the body is read: until then the connection is paused, and
 * the request has no place and no bytes. Whether the sender may report for the report's patient is
 * known after the scan.
 *
 * <p>A refusal may be answered before the body has come. The rest of it is then read and thrown
 * away, within bounds: closing at once could destroy the answer on its way (TCP reset).
 */
final class ReportExchange extends Timed<ReportExchange> {
  private static final int MAX_DISCARDED = 1 << 20;

  private final HttpServerRequest request;
  private final ConnectionWatch watch;
  private final Lane lane;
  private State state = State.IDENTIFYING;
  private boolean bodyEnded;
  private boolean finished;
  /** An answer that is large enough to wait for. */
  private boolean writing;
  private long discarded;
  private @Nullable Acceptable head;
  private @Nullable Sender sender;
  private @Nullable Identification identification;
  private @Nullable Permit permit;
  private @Nullable RequestBody body;

  private enum State {
    IDENTIFYING, READING, SUBMITTED, ANSWERED
  }

  ReportExchange(HttpServerRequest request, ConnectionWatch watch, Lane lane) {
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
    lane.cors.mark(request);
    if (lane.cors.isPreflight(request)) {
      lane.cors.allow(request);
      beforeAnswer();
      Answers.empty(request.response());
      return;
    }
    switch (RequestHead.read(request, lane.limits.sizes())) {
      case Unacceptable unacceptable -> refuse(unacceptable.problem());
      case RequestHead.WrongMethod wrong -> {
        request.response().putHeader(HttpHeaders.ALLOW, wrong.allowed());
        refuse(wrong.problem());
      }
      case RequestHead.Description asked -> {
        beforeAnswer();
        writing = true;
        lane.document.answer(request).onComplete(written -> onWritten());
      }
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
        request.pause();
        var later = new Identification(lane, finding -> onIdentified(finding, from));
        identification = later;
        later.begin(undecided);
      }
    }
  }

  private void onIdentified(Finding finding, Acceptable from) {
    guard(() -> identify(finding, from));
    request.resume();
  }

  private void admit(Acceptable acceptable, Sender known) {
    switch (lane.stages.admission().enter(Math.max(0, acceptable.contentLength()))) {
      case Decision.Refused refused -> refuse(refused.bound());
      case Permit admitted -> {
        state = State.READING;
        sender = known;
        permit = admitted;
        body = new RequestBody(lane, acceptable, admitted);
        if (expectsContinue()) {
          request.response().writeContinue();
        }
      }
    }
  }

  private void onPiece(Buffer piece) {
    if (state == State.READING && body != null) {
      var problem = body.append(piece);
      if (problem != null) {
        refuse(problem);
      }
      return;
    }
    discarded += piece.length();
    if (discarded > MAX_DISCARDED) {
      cutOff();
    }
  }

  private void onBodyEnd() {
    bodyEnded = true;
    lane.bodies.end(this);
    if (state == State.READING && body != null && head != null && sender != null
        && permit != null) {
      switch (body.end()) {
        case RequestBody.End.Whole whole -> submit(whole.bytes(), head, sender, permit);
        case RequestBody.End.Wrong wrong -> refuse(wrong.problem());
      }
    }
    finishIfDone();
  }

  private void submit(byte[] bytes, Acceptable from, Sender by, Permit admitted) {
    switch (from.route()) {
      case REPORT -> {
        state = State.SUBMITTED;
        new Submission(lane, new Source(by, from.traceparent(), lane.scanner, ""), admitted,
            this::onDecided).begin(bytes, from.key());
      }
      case BATCH -> submitBatch(bytes, from, by, admitted);
    }
  }

  private void submitBatch(byte[] bytes, Acceptable from, Sender by, Permit admitted) {
    int most = lane.limits.sizes().lines();
    var lines = BatchLines.of(bytes, most);
    if (lines.count() == 0) {
      refuse(Problem.of(ProblemCode.MALFORMED_JSON, "the batch holds no report"));
    } else if (lines.count() > most) {
      refuse(Problem.of(ProblemCode.TOO_LARGE,
          "a batch may have at most " + most + " reports; nothing of this one was stored"));
    } else if (!admitted.grow((long) Batch.RESULT * lines.count())) {
      refuse(Bound.BYTES);
    } else {
      state = State.SUBMITTED;
      lane.metrics.batch(lines.count());
      new Batch(lane, lines, bytes.length, admitted, new Batch.Origin(by, from.traceparent()),
          this::onBatchDecided).goOn();
    }
  }

  private void onDecided(Outcome outcome) {
    switch (outcome) {
      case Outcome.Queued queued -> {
        beforeAnswer();
        Answers.accepted(request.response(), queued);
      }
      case Outcome.Refused refused -> answer(refused.problem(), refused.retryAfter());
    }
    finishIfDone();
  }

  private void onBatchDecided(Batch.Result result) {
    beforeAnswer();
    Answers.retryAfter(request.response(), result.retryAfter());
    Answers.batch(request.response(), result).onComplete(written -> release());
    finishIfDone();
  }

  private void onWritten() {
    writing = false;
    finishIfDone();
  }

  void onBodyLate() {
    if (state != State.ANSWERED) {
      Endings.closeAfterwards(request);
      refuse(Problems.requestTimeout(lane.limits));
    }
    cutOff();
  }

  private void onAborted(Throwable cause) {
    lane.bodies.end(this);
    if (state == State.IDENTIFYING || state == State.READING) {
      endIdentification();
      state = State.ANSWERED;
      release();
      if (isMalformed(cause) && watch.close(Problems.badChunks())) {
        lane.metrics.refused(ProblemCode.BAD_REQUEST);
      } else {
        lane.metrics.aborted();
      }
    }
    if (state == State.ANSWERED) {
      finish();
    }
  }

  /** As Netty's decoder says it, in which case it reads no more from this connection. */
  private static boolean isMalformed(Throwable cause) {
    return cause instanceof DecoderException || cause instanceof IllegalArgumentException;
  }

  /** A bug costs one request, and what it held is given back. */
  private void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      Bugs.log(e, RequestHead.traceparent(request.headers()));
      if (state != State.ANSWERED) {
        refuse(Problems.bug());
      }
    }
  }

  private void refuse(TokenFault fault) {
    Bearer.challenge(request.response(), fault);
    refuse(Problem.of(ProblemCode.UNAUTHORIZED, fault.detail()));
  }

  private void refuse(Bound bound) {
    refuse(Problems.noRoom(bound));
  }

  private void refuse(Problem problem) {
    lane.metrics.refused(problem.code());
    answer(problem, lane.retryAfter(problem));
    finishIfDone();
  }

  private void answer(Problem problem, int retryAfter) {
    beforeAnswer();
    Answers.retryAfter(request.response(), retryAfter);
    if (problem.code() == ProblemCode.FORBIDDEN_PATIENT) {
      Bearer.challengeForbidden(request.response());
    }
    // The client may send the body or not, and nobody could tell it from the next request.
    boolean last = !bodyEnded && expectsContinue() && !Endings.isHttp2(request);
    if (last) {
      Endings.closeAfterwards(request);
    }
    Answers.problem(request.response(), problem);
    if (last) {
      cutOff();
    }
  }

  private void beforeAnswer() {
    boolean submitted = state == State.SUBMITTED;
    endIdentification();
    state = State.ANSWERED;
    body = null;
    if (submitted && permit != null) {
      // Its bytes are no longer this exchange's.
      permit.releasePlace();
    } else {
      release();
    }
    if (lane.stages.admission().draining()) {
      Endings.lastOnConnection(request);
    }
  }

  private void endIdentification() {
    if (identification != null) {
      identification.end();
    }
  }

  private void release() {
    if (permit != null) {
      permit.releasePlace();
      permit.releaseBytes();
    }
  }

  private void finishIfDone() {
    if (bodyEnded && state == State.ANSWERED && !writing) {
      finish();
    }
  }

  private void finish() {
    if (!finished) {
      finished = true;
      watch.requestEnds();
    }
  }

  private void cutOff() {
    Endings.cutOff(request);
    finish();
  }

  private boolean expectsContinue() {
    // HTTP/1.0 knows no interim answers (RFC 9110, section 10.1.1).
    return request.version() != HttpVersion.HTTP_1_0
        && request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true);
  }
}
