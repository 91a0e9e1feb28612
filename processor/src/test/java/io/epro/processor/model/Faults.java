package io.epro.processor.model;

import io.epro.processor.sink.SinkInputs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What befalls the processes and what they stand on, a bounded number of times in a history. */
final class Faults {
  private static final int MAX_INSTANCES = 4;
  private static final int MAX_SNAPSHOTS = 3;
  /** Once in so many times: where somebody was interrupted at work, and where not. */
  private static final int OFTEN = 3;
  private static final int SELDOM = 16;
  private static final int ARRIVALS = 8;

  private final World world;
  private final Choices choices;
  private final Set<Fault> spared = EnumSet.noneOf(Fault.class);
  private final List<Tables> snapshots = new ArrayList<>(List.of(new Tables()));
  private int left;
  private int started;
  private long versions;

  private enum Fault {
    CRASH, FREEZE, THAW, DATABASE_STOPS, DATABASE_STARTS, KAFKA_STOPS, KAFKA_STARTS, SESSION_CUT,
    BACKUP, RESTORE, FAILOVER, EXPULSION, RETENTION, TERMINATION, START, SHUFFLE, ERASURE,
    SERVER_WORKS,
    SERVER_NOTICES
  }

  /** Each as often as it is worth. */
  private static final List<Fault> LIKELY = List.of(Fault.CRASH, Fault.FREEZE, Fault.FREEZE,
      Fault.FREEZE, Fault.THAW, Fault.THAW, Fault.DATABASE_STOPS, Fault.DATABASE_STOPS,
      Fault.DATABASE_STARTS, Fault.KAFKA_STOPS,
      Fault.KAFKA_STOPS, Fault.KAFKA_STARTS, Fault.SESSION_CUT, Fault.SESSION_CUT,
      Fault.SESSION_CUT, Fault.BACKUP, Fault.RESTORE, Fault.FAILOVER, Fault.EXPULSION,
      Fault.EXPULSION, Fault.RETENTION, Fault.TERMINATION, Fault.TERMINATION, Fault.START,
      Fault.SHUFFLE,
      Fault.SHUFFLE, Fault.ERASURE, Fault.ERASURE,
      Fault.SERVER_WORKS, Fault.SERVER_WORKS, Fault.SERVER_NOTICES);

  Faults(World world, Choices choices) {
    this.world = world;
    this.choices = choices;
    left = choices.below(14);
    boolean few = choices.oneIn(2);
    for (Fault fault : Fault.values()) {
      if (few && choices.oneIn(2)) {
        spared.add(fault);
      }
    }
  }

  /** Whether something of this kind goes wrong here, once in so many times. */
  boolean strikes(Situation what, int oneIn) {
    if (left > 0 && choices.oneIn(oneIn)) {
      left--;
      world.story.mark(what);
      return true;
    }
    return false;
  }

  /** Between two steps of the processes. */
  void maybe() {
    if (choices.oneIn(ARRIVALS)) {
      world.log.arrive(choices.below(world.log.partitions()), 1 + choices.below(3));
    }
    if (choices.oneIn(world.schedule.midway() ? OFTEN : SELDOM)) {
      Fault fault = LIKELY.get(choices.below(LIKELY.size()));
      if (!spared.contains(fault)) {
        apply(fault);
      }
    }
  }

  private void apply(Fault fault) {
    switch (fault) {
      case THAW -> thaw();
      case DATABASE_STARTS -> startDatabase();
      case KAFKA_STARTS -> startKafka();
      case START -> startIfFew();
      case SERVER_WORKS -> serverWorks();
      case SERVER_NOTICES -> serverNotices();
      case ERASURE -> erase();
      case CRASH, FREEZE, DATABASE_STOPS, KAFKA_STOPS, SESSION_CUT, BACKUP, RESTORE, FAILOVER,
          EXPULSION,
          RETENTION, TERMINATION, SHUFFLE -> {
        if (left > 0 && harm(fault)) {
          left--;
        }
      }
    }
  }

  /** @return whether there was anything to harm */
  private boolean harm(Fault fault) {
    return switch (fault) {
      case CRASH -> crash();
      case FREEZE -> freeze();
      case DATABASE_STOPS -> stopDatabase();
      case KAFKA_STOPS -> world.stopKafka();
      case SESSION_CUT -> cut();
      case BACKUP -> backup();
      case RESTORE -> restore();
      case FAILOVER -> failOver();
      case EXPULSION -> expel();
      case RETENTION -> delete();
      case TERMINATION -> terminate();
      case SHUFFLE -> shuffle();
      case THAW, DATABASE_STARTS, KAFKA_STARTS, START, ERASURE, SERVER_WORKS,
          SERVER_NOTICES ->
        false;
    };
  }

  /** The two steps of an erasure, with or without something in between. */
  private void erase() {
    String patient = choices.oneIn(2) ? SinkInputs.PATIENT : SinkInputs.OTHER_PATIENT;
    boolean entered = world.database.tables().register.containsKey(patient);
    if (!entered && world.database.enter(patient, ++versions)) {
      world.story.tell(() -> patient + " is to be erased");
      world.story.mark(Situation.ERASURE_BEGUN);
      entered = choices.oneIn(2);
    }
    if (entered && world.database.erase(patient)) {
      world.story.tell(() -> patient + " is erased");
      world.story.mark(Situation.ERASURE_DONE);
      world.laws.check(world.database.tables());
    }
  }

  void startInstance() {
    var instance = new SimInstance(world, String.valueOf((char) ('A' + started++)));
    world.instances.add(instance);
    world.story.tell(() -> instance.name + " starts");
    instance.start();
  }

  private void startIfFew() {
    if (world.alive().size() < MAX_INSTANCES - 1 && started < 2 * MAX_INSTANCES) {
      startInstance();
    }
  }

  private boolean crash() {
    return world.pick(victims()).map(instance -> {
      world.story.tell(() -> instance.name + " is killed");
      world.story.mark(Situation.CRASH);
      instance.die();
      world.schedule.kill(instance);
      return true;
    }).orElse(false);
  }

  /** Most of all, whoever was just at work. */
  private List<SimInstance> victims() {
    var alive = new ArrayList<>(world.alive());
    SimProcess busy = world.schedule.busy();
    alive.stream().filter(instance -> instance.equals(busy)).findFirst()
        .ifPresent(instance -> alive.addAll(0, List.of(instance, instance, instance)));
    return alive;
  }

  private boolean freeze() {
    return world.pick(victims()).map(instance -> {
      world.story.tell(() -> instance.name + " freezes");
      world.story.mark(Situation.FREEZE);
      instance.freeze();
      return true;
    }).orElse(false);
  }

  private void thaw() {
    world.pick(world.instances.stream().filter(SimProcess::frozen).toList()).ifPresent(this::thaw);
  }

  void thaw(SimInstance instance) {
    world.story.tell(() -> instance.name + " thaws");
    instance.thaw();
  }

  private boolean terminate() {
    return world.pick(world.alive()).map(instance -> {
      world.story.tell(() -> instance.name + " is told to stop");
      instance.gate().stop();
      return true;
    }).orElse(false);
  }

  private boolean stopDatabase() {
    boolean stops = world.database.answers();
    if (stops) {
      world.story.tell(() -> "the database goes away");
      world.story.mark(Situation.DATABASE_DOWN);
      world.database.stop();
      restartByHand();
    }
    return stops;
  }

  /** What somebody does about it. */
  private void restartByHand() {
    if (choices.oneIn(2)) {
      terminate();
    }
  }

  void startDatabase() {
    if (!world.database.answers()) {
      world.story.tell(() -> "the database is back");
      world.database.start();
    }
  }

  void startKafka() {
    if (world.kafkaDown()) {
      world.startKafka();
    }
  }

  private boolean cut() {
    return world.pick(world.database.sessions()).map(session -> {
      boolean alive = session.alive();
      world.story.tell(() -> "a connection of " + owner(session).name + " breaks"
          + (alive ? "" : ", and with it the reply to its COMMIT"));
      world.story.mark(alive ? Situation.SESSION_CUT : Situation.LOST_REPLY);
      session.end();
      return true;
    }).orElse(false);
  }

  private static SimProcess owner(SimSession session) {
    return ((SimPorts) session.client).process();
  }

  private boolean backup() {
    if (snapshots.size() > MAX_SNAPSHOTS) {
      return false;
    }
    world.story.mark(Situation.BACKUP);
    snapshots.add(world.database.backup());
    world.story.tell(() -> "the database is backed up, snapshot " + (snapshots.size() - 1));
    return true;
  }

  private boolean restore() {
    int at = choices.below(snapshots.size());
    Tables snapshot = snapshots.get(snapshots.size() - 1 - at);
    world.story.tell(() -> "the database is restored, snapshot " + (snapshots.size() - 1 - at));
    world.story.mark(Situation.RESTORE);
    if (!snapshot.ledger.keySet().equals(world.database.tables().ledger.keySet())) {
      world.story.mark(Situation.RESTORE_BEFORE_THE_BOOKS);
    }
    world.database.restore(snapshot);
    return true;
  }

  private boolean failOver() {
    world.story.tell(() -> "the database fails over to a copy that lacks the last commit");
    world.story.mark(Situation.FAILOVER);
    world.database.failOver();
    return true;
  }

  private boolean expel() {
    return world.pick(world.group.members()).map(member -> {
      world.expel(member);
      return true;
    }).orElse(false);
  }

  private boolean shuffle() {
    world.story.tell(() -> "the coordinator wants another assignment");
    world.group.shuffle();
    return true;
  }

  private boolean delete() {
    int partition = choices.below(world.log.partitions());
    long below = world.log.beginning(partition) + 1 + choices.below(6);
    world.log.delete(partition, below);
    world.story.tell(
        () -> "the topic deletes p" + partition + " below " + world.log.beginning(partition));
    return true;
  }

  /** A request of a process that is frozen or gone has been on its way, and is carried out. */
  private void serverWorks() {
    world.pick(world.database.sessions().stream().filter(s -> !s.client.runs()).toList())
        .ifPresent(SimSession::carryOut);
  }

  /** The server sees that a client is gone. */
  void serverNotices() {
    for (SimSession session : List.copyOf(world.database.sessions())) {
      if (owner(session).dead()) {
        session.end();
        world.database.forget(session);
      }
    }
    world.instances.stream().filter(SimProcess::dead).forEach(world.database::releaseAdvisory);
  }

  /** {@code idle_in_transaction_session_timeout}: ends what frozen processes left open. */
  void idleTimeouts() {
    for (SimSession session : List.copyOf(world.database.sessions())) {
      if (owner(session).frozen()) {
        session.end();
      }
    }
    world.instances.stream().filter(SimProcess::frozen).forEach(world.database::releaseAdvisory);
  }
}
