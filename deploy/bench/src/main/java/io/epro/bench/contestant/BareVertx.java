package io.epro.bench.contestant;

import io.epro.local.process.Command;
import io.epro.local.process.Ports;
import io.epro.local.system.SystemPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@link BareServer}, the floor: what HTTP alone costs on this machine, most of it in the kernel. */
public record BareVertx(SystemPlan plan) implements Contestant {
  public static final String NAME = "bare Vert.x";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean takesBatches() {
    return false;
  }

  @Override
  public Server start() throws IOException {
    int port = Ports.orFree(0);
    var options = new ArrayList<>(plan.programJvm());
    options.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return ChildServer.start(Command.java("bare server", options,
        List.of(BareServer.class.getName(), Integer.toString(port)),
        plan.data().resolve("bare.log")), port, 0);
  }
}
