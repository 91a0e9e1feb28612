package io.epro.processor.model;

import java.util.List;

/**
 * How a history ends: everything works again, nobody is favoured, and after a bounded number of steps
 * everything has to be read and applied. A process that is still frozen goes on, dies, or stays as it
 * is and in everybody's way.
 */
final class Aftermath {
  private static final int ENOUGH_STEPS = 5_000;
  /** After which the database ends what frozen processes left open. */
  private static final int IDLE_STEPS = 1_500;
  /** Turns in which nothing more may happen. */
  private static final int AFTERWARDS = 40;

  /** After which broker and database see that a process is gone. */
  private static final int TURNS_OF_A_SESSION = 20;

  private final World world;
  private final int frozen;
  private int turns;

  Aftermath(World world, int frozen) {
    this.world = world;
    this.frozen = frozen;
  }

  void run() {
    if (world.laws.broken() != null) {
      return;
    }
    world.choices.calm();
    heal();
    int begun = world.schedule.steps();
    boolean idled = false;
    while (world.laws.broken() == null && !done()
        && world.schedule.steps() - begun < ENOUGH_STEPS) {
      one();
      if (!idled && world.schedule.steps() - begun > IDLE_STEPS) {
        world.faults.idleTimeouts();
        idled = true;
      }
    }
    for (int i = 0; i < AFTERWARDS && world.laws.broken() == null; i++) {
      one();
    }
    world.laws.finished(world.database.tables());
  }

  private void one() {
    if (!world.schedule.runOne() || turns % TURNS_OF_A_SESSION == 0) {
      world.faults.serverNotices();
      expelTheAbsent();
      if (running().isEmpty()) {
        world.faults.startInstance();
      }
    }
    turns++;
  }

  private List<SimInstance> running() {
    return world.alive().stream().filter(instance -> !instance.gate().stopped()).toList();
  }

  private void heal() {
    world.story.tell(() -> "-- from here on all is well --");
    world.faults.startDatabase();
    world.faults.startKafka();
    world.log.arriveAll();
    for (SimInstance instance : List.copyOf(world.instances)) {
      if (instance.frozen() && frozen == 0) {
        world.faults.thaw(instance);
      } else if (instance.frozen() && frozen == 1) {
        world.story.tell(() -> instance.name + " is killed");
        instance.die();
        world.schedule.kill(instance);
      } else if (instance.frozen()) {
        world.story.mark(Situation.FROZEN_FOR_GOOD);
      }
    }
  }

  private void expelTheAbsent() {
    for (SimInstance instance : world.instances) {
      for (SimStreamThread thread : instance.threads()) {
        SimGroup.Member member = thread.consumer().member();
        if (!instance.runs() && member != null) {
          world.expel(member);
        }
      }
    }
  }

  private boolean done() {
    for (int p = 0; p < world.log.partitions(); p++) {
      if (world.laws.leftOver(world.database.tables(), p)) {
        return false;
      }
    }
    return true;
  }
}
