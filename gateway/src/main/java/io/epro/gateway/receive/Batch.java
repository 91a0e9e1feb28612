package io.epro.gateway.receive;

import io.epro.gateway.admit.Decision;
import io.epro.gateway.admit.Permit;
import io.epro.gateway.admit.Sender;
import io.epro.gateway.receive.LineReader.Line;
import io.epro.gateway.receive.Submission.Source;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The reports of one batch, each on its own way, in the order of their lines. Confined to its event
 * loop. The lines are handed over in turns of about the bytes of one large report, so that other
 * requests of the same event loop wait no longer for a batch than for that.
 *
 * <p>The body's bytes count until the last line is handed over, each line's own (they are copied)
 * from its turn until the broker has them, and room for the answer until it is written.
 */
final class Batch {
  /** Bytes of one result, at most; an estimate on the safe side. */
  static final int RESULT = 768;

  private final Lane lane;
  private final BatchLines lines;
  private final Permit permit;
  private final Consumer<Result> done;
  private final Source bare;
  private final Source enveloped;
  private final @Nullable Outcome[] outcomes;
  private final long bodyBytes;
  private int next;
  private int undecided;

  /** What the request's headers say of every line. */
  record Origin(Sender sender, @Nullable String traceparent) {}

  /** All lines' results: the answer's status, its body, and the longest of their Retry-After or 0. */
  record Result(int status, byte[] body, int retryAfter) {}

  /**
   * @param permit which has room for the results already
   * @param bodyBytes that are given back once the lines are on their way
   * @param done called once, on the event loop, when every line's fate is known
   */
  Batch(Lane lane, BatchLines lines, long bodyBytes, Permit permit, Origin origin,
      Consumer<Result> done) {
    this.lane = lane;
    this.lines = lines;
    this.bodyBytes = bodyBytes;
    this.permit = permit;
    this.done = done;
    this.bare = new Source(origin.sender(), origin.traceparent(), lane.bareLines, "");
    this.enveloped = new Source(origin.sender(), origin.traceparent(), lane.scanner,
        "/" + LineReader.REPORT);
    this.outcomes = new Outcome[lines.count()];
    // One more than lines: the end of handing them over.
    this.undecided = lines.count() + 1;
  }

  /** Hands over as many lines as make up a turn, and comes again for the rest. */
  void goOn() {
    long turn = 0;
    while (next < lines.count() && turn <= lane.limits.sizes().report()) {
      turn += lines.length(next);
      submit(next++);
    }
    if (next < lines.count()) {
      lane.nextTurn.execute(this::goOn);
    } else {
      permit.shrink(bodyBytes);
      finishIfLast();
    }
  }

  /** A bug costs one line. */
  private void submit(int index) {
    try {
      open(index);
    } catch (RuntimeException e) {
      Bugs.log(e, bare.traceparent());
      if (outcomes[index] == null) {
        refuse(index, Problems.bug());
      }
    }
  }

  private void open(int index) {
    int most = lane.limits.sizes().report();
    if (lines.length(index) > most + LineReader.ENVELOPE_ROOM) {
      refuse(index, Problems.reportTooLarge(most));
      return;
    }
    switch (lane.lineReader.read(lines.bytes(index))) {
      case Line.Bare line -> submit(index, bare, line.bytes(), null);
      case Line.Enveloped line -> submit(index, enveloped, line.bytes(), line.key());
      case Line.Wrong line -> refuse(index, line.problem());
    }
  }

  private void submit(int index, Source source, byte[] report, @Nullable UUID key) {
    int most = lane.limits.sizes().report();
    if (report.length > most) {
      refuse(index, Problems.reportTooLarge(most));
      return;
    }
    switch (permit.part(report.length)) {
      case Decision.Refused full -> refuse(index, Problems.noRoom(full.bound()));
      case Permit part -> new Submission(lane, source, part, outcome -> decide(index, outcome))
          .begin(report, key);
    }
  }

  private void refuse(int index, Problem problem) {
    lane.metrics.refused(problem.code());
    decide(index, new Outcome.Refused(problem, lane.retryAfter(problem)));
  }

  private void decide(int index, Outcome outcome) {
    outcomes[index] = outcome;
    finishIfLast();
  }

  private void finishIfLast() {
    if (--undecided == 0) {
      done.accept(result());
    }
  }

  private Result result() {
    var json = new StringBuilder(256 * outcomes.length);
    int status = 202;
    int retryAfter = 0;
    for (int i = 0; i < outcomes.length; i++) {
      var outcome = outcomes[i];
      if (outcome != null) {
        json.append(outcome.toJson());
        json.setLength(json.length() - 1);
        json.append(",\"line\":").append(lines.number(i));
        if (outcome instanceof Outcome.Refused refused) {
          status = 207;
          retryAfter = Math.max(retryAfter, refused.retryAfter());
          if (refused.retryAfter() > 0) {
            json.append(",\"retryAfter\":").append(refused.retryAfter());
          }
        }
        json.append("}\n");
      }
    }
    return new Result(status, json.toString().getBytes(StandardCharsets.UTF_8), retryAfter);
  }
}
