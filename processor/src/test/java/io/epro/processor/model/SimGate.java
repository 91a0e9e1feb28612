package io.epro.processor.model;

import io.epro.processor.ledger.LedgerFault;
import io.epro.processor.ledger.OutageException;
import io.epro.processor.sink.Outages;
import java.time.Duration;

/** What {@code io.epro.processor.intake.OutageGate} does, in the simulation's time. */
final class SimGate implements Outages {
  private static final long PROBE_NANOS = 100_000_000;

  private final World world;
  private final SimInstance instance;
  private boolean stopped;
  private boolean paused;
  private boolean streamsPaused;
  private boolean rewindWanted;

  SimGate(World world, SimInstance instance) {
    this.world = world;
    this.instance = instance;
  }

  /** Another Kafka Streams is made, which is not paused. */
  void guards() {
    rewindWanted = false;
    streamsPaused = false;
  }

  void stop() {
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }

  boolean streamsPaused() {
    return streamsPaused;
  }

  boolean rewindWanted() {
    return rewindWanted;
  }

  @Override
  public void waiting(OutageException outage) {
    world.story.tell(() -> world.who() + " waits: " + outage.getMessage());
  }

  @Override
  public void over() {}

  @Override
  public void pause(OutageException outage) {
    if (stopped || paused) {
      return;
    }
    paused = true;
    streamsPaused = true;
    world.story.mark(Situation.PAUSED);
    world.story.tell(() -> instance.name + " is paused");
    world.schedule.start(instance.name + "-probe", instance, this::probe);
  }

  private void probe() {
    while (!awaitStop(Duration.ofNanos(PROBE_NANOS))) {
      if (world.database.answers() && !world.kafkaDown()) {
        paused = false;
        streamsPaused = false;
        world.story.mark(Situation.RESUMED);
        world.story.tell(() -> instance.name + " goes on");
        return;
      }
    }
  }

  @Override
  public void rewind(String reason) {
    world.story.tell(() -> instance.name + " wants the group set back: " + reason);
    rewindWanted = true;
    streamsPaused = true;
  }

  /** Nothing here makes topic and ledger contradict each other. */
  @Override
  public void refuse(LedgerFault fault) {
    world.unexpected(world.who(), fault);
  }

  @Override
  public boolean awaitStop(Duration atMost) {
    return world.schedule.await(() -> stopped, atMost.toNanos());
  }
}
