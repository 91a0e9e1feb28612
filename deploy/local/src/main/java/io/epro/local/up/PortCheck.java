package io.epro.local.up;

import io.epro.local.process.Ports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Finds ports that cannot be had before anything is started, and says which flag to change. */
public final class PortCheck {
  private final IntPredicate free;

  public PortCheck() {
    this(Ports::isFree);
  }

  PortCheck(IntPredicate free) {
    this.free = free;
  }

  /**
   * What is wrong, one sentence for each port; empty when all can be had.
   *
   * @param ports by flag; 0 is a free port and never wrong
   */
  public List<String> problems(Map<String, Integer> ports, String consoleFlag, int consoles) {
    var problems = new ArrayList<String>();
    var owners = new HashMap<Integer, String>();
    ports.forEach((flag, port) -> {
      int count = flag.equals(consoleFlag) ? consoles : 1;
      for (int wanted = port; port != 0 && wanted < port + count; wanted++) {
        var owner = owners.putIfAbsent(wanted, flag);
        if (owner != null) {
          problems.add("port " + wanted + " is wanted by " + owner + " and by " + flag);
        } else if (!free.test(wanted)) {
          problems.add("port " + wanted + " is in use: stop what uses it, or give " + flag
              + " another one (0 takes a free one)");
        }
      }
    });
    return problems;
  }
}
