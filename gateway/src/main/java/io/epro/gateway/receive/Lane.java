package io.epro.gateway.receive;

import java.util.concurrent.Executor;

/** What the requests of one event loop share. All but the mailboxes is confined to that loop. */
final class Lane {
  final Stages stages;
  final Limits limits;
  final Time time;
  final ReceiveMetrics metrics;
  /** Runs a task on the event loop, after what has come in meanwhile. */
  final Executor nextTurn;
  final Cors cors;
  final ApiDocument document;
  final ReportScanner scanner = new ReportScanner();
  /** For reports that are a batch's line without an envelope. */
  final ReportScanner bareLines = new ReportScanner(LineReader.ENVELOPE);
  final LineReader lineReader = new LineReader();
  final Gunzip gunzip = new Gunzip();
  /** Requests whose body is still on its way. */
  final Deadlines<ReportExchange> bodies;
  /** Requests whose sender is not known yet. */
  final Deadlines<Identification> identities;
  /** Requests whose sender is known now, or that have none. */
  final Mailbox<Identification> identified;
  /** Reports that wait for the broker. */
  final Deadlines<Submission> acks;
  /** Reports whose fate is known. */
  final Mailbox<Submission> settled;

  /** How an event loop takes tasks. */
  record Turns(Executor soon, Executor next) {}

  Lane(Shared shared, Turns turns) {
    this.stages = shared.stages();
    this.limits = shared.limits();
    this.time = shared.time();
    this.metrics = shared.metrics();
    this.cors = shared.cors();
    this.document = shared.document();
    this.nextTurn = turns.next();
    this.bodies = new Deadlines<>(limits.request(), time.nano(), ReportExchange::onBodyLate);
    this.identities = new Deadlines<>(limits.identity(), time.nano(),
        Identification::onLate);
    this.identified = new Mailbox<>(turns.soon(), Identification::onIdentified);
    this.acks = new Deadlines<>(limits.ack(), time.nano(), Submission::onAckLate);
    this.settled = new Mailbox<>(turns.soon(), Submission::onSettled);
  }

  void checkDeadlines() {
    bodies.check();
    identities.check();
    acks.check();
  }

  /** Seconds after which to try again, 0 where that makes no sense. */
  int retryAfter(Problem problem) {
    return problem.code().status() == 503 ? stages.admission().retryAfterSeconds() : 0;
  }
}
