package io.epro.bench.drain;

import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link BareCopy}, with as many connections as the processors have threads.
 *
 * @param told the file for its progress
 */
record BareCopyContestant(String jdbcUrl, Workload workload, Path told, int connections,
    List<String> jvmOptions)
    implements
    Contestant {

  @Override
  public String name() {
    return DrainResult.CEILING;
  }

  @Override
  public List<ChildProcess> start() throws IOException {
    var options = new ArrayList<>(jvmOptions);
    options.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return List.of(ChildProcess.start(Command.java(name(), options,
        List.of(BareCopy.class.getName(), jdbcUrl, workload.encoded().toString(), told.toString(),
            Integer.toString(connections)),
        told.resolveSibling(told.getFileName() + ".log"))));
  }

  @Override
  public long progress(ReportTable table) throws IOException {
    return Told.in(told);
  }

  @Override
  public boolean finished(ReportTable table) throws IOException {
    return progress(table) >= workload.backlog().distinct();
  }
}
