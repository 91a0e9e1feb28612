package io.epro.processor.model;

import io.epro.processor.ledger.Cursors;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.ledger.Realignment;
import io.epro.processor.sink.SinkSurroundings;
import io.epro.processor.sink.ThreadBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * A processor, as {@code Assembly} runs it: wait until group and ledger agree, start Streams, watch
 * whether they go on to agree, stop and begin again when they do not.
 */
final class SimInstance extends SimProcess {
  private static final long LOOK_NANOS = 20_000_000;
  private static final long WATCH_NANOS = 40_000_000;
  private static final long SETTLE_NANOS = 50_000_000;
  private static final long DRAIN_NANOS = 500_000_000;

  private final World world;
  private final SimPorts ports;
  private final SimGate gate;
  /** All ever started: those of a Streams that did not close in time live on. */
  private final List<SimStreamThread> threads = new ArrayList<>();
  private int runs;

  SimInstance(World world, String name) {
    super(name);
    this.world = world;
    this.ports = new SimPorts(world, this);
    this.gate = new SimGate(world, this);
  }

  SimGate gate() {
    return gate;
  }

  List<SimStreamThread> threads() {
    return threads;
  }

  void start() {
    world.schedule.start(name + "-main", this, this::main);
  }

  private void main() {
    try {
      while (!gate.stopped()) {
        if (settled()) {
          run();
        } else {
          world.schedule.await(gate::stopped, SETTLE_NANOS);
        }
      }
    } catch (RuntimeException e) {
      world.unexpected(name, e);
    }
    world.story.tell(() -> name + " ends");
    die();
  }

  private boolean settled() {
    try {
      return !world.wiring.realigns || realignment().settled();
    } catch (OutageException e) {
      return false;
    }
  }

  private Realignment realignment() {
    return new Realignment(ports, ports, ports);
  }

  /** From start to close of one Kafka Streams. */
  private void run() {
    gate.guards();
    int run = ++runs;
    var mine = new ArrayList<SimStreamThread>();
    for (int i = 1; i <= world.threads; i++) {
      mine.add(thread(name + run + "-" + i));
    }
    threads.addAll(mine);
    mine.forEach(thread -> world.schedule.start(thread.name, this, thread::run));
    world.schedule.start(name + "-watch", this, () -> watch(run));
    while (!gate.stopped() && !gate.rewindWanted()) {
      world.schedule.await(() -> gate.stopped() || gate.rewindWanted(), LOOK_NANOS);
    }
    world.story.tell(() -> name + " closes its Streams");
    runs++;
    mine.forEach(SimStreamThread::stop);
    if (!world.schedule.await(() -> mine.stream().allMatch(SimStreamThread::dead), DRAIN_NANOS)) {
      world.story.mark(Situation.CLOSE_TIMED_OUT);
    }
  }

  private SimStreamThread thread(String thread) {
    return new SimStreamThread(world, this, thread, new SimSink(world, thread, this::batch));
  }

  private ThreadBatch batch() {
    Wiring wiring = world.wiring;
    return new ThreadBatch(wiring.writer.apply(world.database.store(ports), ports),
        new Cursors(wiring.ledger.apply(ports), wiring.log.apply(ports)),
        new SinkSurroundings(world.limits, gate, World.METRICS, World.ERRORS,
            ports, world.schedule::nanos));
  }

  /** {@code LedgerWatch}. */
  private void watch(int run) {
    var realignment = realignment();
    boolean found = !world.wiring.realigns;
    while (!found && !world.schedule.await(() -> runs != run, WATCH_NANOS)) {
      try {
        found = !realignment.ahead().isEmpty();
      } catch (OutageException e) {
        world.story.tell(() -> name + " looks again later");
      }
      if (found) {
        gate.rewind("the watch found the group ahead of the ledger");
      }
    }
  }

}
