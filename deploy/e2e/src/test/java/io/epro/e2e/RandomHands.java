package io.epro.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.epro.e2e.RandomFault.Target;
import io.epro.local.fixture.SlowLink;
import io.epro.local.kafka.LocalKafka;
import io.epro.local.postgres.LocalPostgres;
import io.epro.local.process.Signals;
import io.epro.local.system.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does to the system what a plan says, and mends it again. Confined to one thread. */
final class RandomHands {
  private static final Duration DELAY = Duration.ofMillis(15);
  private static final double LOSS = 0.02;

  private final Rig rig;
  private final Map<Target, Program> programs = new EnumMap<>(Target.class);
  private final SlowLink wayToPostgres;
  private int kills;

  /** @param wayToPostgres of all processors */
  RandomHands(Rig rig, List<Program> processors, List<Program> gateways, SlowLink wayToPostgres) {
    this.rig = rig;
    this.wayToPostgres = wayToPostgres;
    programs.put(Target.PROCESSOR_1, processors.get(0));
    programs.put(Target.PROCESSOR_2, processors.get(1));
    programs.put(Target.GATEWAY_1, gateways.get(0));
    programs.put(Target.GATEWAY_2, gateways.get(1));
  }

  int kills() {
    return kills;
  }

  void begin(RandomFault fault) throws IOException {
    switch (fault.deed()) {
      case KILLED -> kill(fault.target());
      case FROZEN -> Signals.freezeTree(pid(fault.target()));
      case STOPPED -> stop(fault.target());
      case ADDED -> add(fault.target());
      case SLOW -> wayToPostgres.weather(DELAY, LOSS);
    }
  }

  /** @return false when what was stopped has not ended yet: to be asked again */
  boolean end(RandomFault fault) throws IOException {
    switch (fault.deed()) {
      case FROZEN -> Signals.thawTree(pid(fault.target()));
      case SLOW -> wayToPostgres.weather(Duration.ZERO, 0);
      case KILLED -> start(fault.target());
      case STOPPED -> {
        return ended(fault.target()) && start(fault.target());
      }
      case ADDED -> stop(fault.target());
    }
    return true;
  }

  /** None of them ended by itself, and all that are to run are well. */
  void awaitAllWell() throws IOException {
    for (var entry : programs.entrySet()) {
      if (entry.getKey() != Target.PROCESSOR_3) {
        entry.getValue().awaitReady(Rig.PATIENCE);
      }
    }
  }

  private void kill(Target target) {
    kills++;
    switch (target) {
      case BROKER -> kafka().kill();
      case POSTGRES -> postgres().kill();
      default -> rig.kill(running(target));
    }
  }

  private void stop(Target target) {
    switch (target) {
      case BROKER -> kafka().stop();
      case POSTGRES -> postgres().stop();
      default -> running(target).terminate();
    }
  }

  private boolean ended(Target target) {
    return target == Target.BROKER || target == Target.POSTGRES
        || !program(target).process().alive();
  }

  /** @return true */
  private boolean start(Target target) throws IOException {
    switch (target) {
      case BROKER -> kafka().start();
      case POSTGRES -> postgres().start();
      default -> program(target).start();
    }
    return true;
  }

  private void add(Target target) throws IOException {
    var former = programs.get(target);
    if (former == null) {
      programs.put(target, rig.startProcessor());
    } else if (former.process().alive()) {
      assertThat(former.process().waitFor(Rig.PATIENCE)).as("the former one has ended").isTrue();
      former.start();
    } else {
      former.start();
    }
  }

  private long pid(Target target) {
    return switch (target) {
      case BROKER -> kafka().process().pid();
      case POSTGRES -> postgres().process().pid();
      default -> running(target).pid();
    };
  }

  private Program running(Target target) {
    var program = program(target);
    if (!program.process().alive()) {
      throw new AssertionError("ended by itself: " + program.process().diagnosis());
    }
    return program;
  }

  private Program program(Target target) {
    @Nullable
    Program program = programs.get(target);
    if (program == null) {
      throw new IllegalStateException(target + " is no program");
    }
    return program;
  }

  private LocalKafka kafka() {
    return rig.system().kafka();
  }

  private LocalPostgres postgres() {
    return rig.system().postgres();
  }
}
