package io.epro.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A program that starts a child and waits for it: for a test that kills this program. */
final class Parent {
  private Parent() {}

  public static void main(String[] args) throws Exception {
    var child = ChildProcess.start(new Command("child", List.of("sleep", "600"), Map.of(),
        Path.of(args[0])));
    System.out.println("child " + child.pid());
    child.waitFor(Duration.ofMinutes(10));
  }
}
