package io.epro.gateway.receive;

import java.util.concurrent.Executor;

/** What the requests of one event loop share. All but the mailboxes is confined to that loop. */
final class Lane {
  final Stages stages;
  final Limits limits;
  final Time time;
  final ReceiveMetrics metrics;
  final ReportScanner scanner;
  /** Requests whose body is still on its way. */
  final Deadlines<ReportExchange> bodies;
  /** Requests whose sender is not known yet. */
  final Deadlines<ReportExchange> identities;
  /** Requests whose sender is known now, or that have none. */
  final Mailbox<ReportExchange> identified;
  /** Reports that wait for the broker. */
  final Deadlines<ReportExchange> acks;
  /** Reports whose fate is known. */
  final Mailbox<ReportExchange> settled;

  Lane(Stages stages, Limits limits, Time time, ReceiveMetrics metrics, Executor eventLoop) {
    this.stages = stages;
    this.limits = limits;
    this.time = time;
    this.metrics = metrics;
    this.scanner = new ReportScanner();
    this.bodies = new Deadlines<>(limits.request(), time.nano(), ReportExchange::onBodyLate);
    this.identities = new Deadlines<>(limits.identity(), time.nano(),
        ReportExchange::onIdentityLate);
    this.identified = new Mailbox<>(eventLoop, ReportExchange::onIdentified);
    this.acks = new Deadlines<>(limits.ack(), time.nano(), ReportExchange::onAckLate);
    this.settled = new Mailbox<>(eventLoop, ReportExchange::onSettled);
  }

  void checkDeadlines() {
    bodies.check();
    identities.check();
    acks.check();
  }
}
