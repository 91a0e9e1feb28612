package io.epro.bench.drain;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** A contestant that is a main class of this module. */
record ChildContestant(String name, Class<?> main, List<String> jvmOptions, Child child)
    implements
    Contestant {

  @Override
  public ChildProcess start() throws IOException {
    var options = new ArrayList<>(jvmOptions);
    options.addAll(List.of("-cp", System.getProperty("java.class.path")));
    var program = new ArrayList<>(List.of(main.getName()));
    program.addAll(child.arguments());
    return ChildProcess.start(Command.java(name, options, program,
        child.directory().resolve(child.group() + ".log")));
  }

  @Override
  public boolean finished(ReportTable table) {
    return Files.exists(child.done());
  }
}
