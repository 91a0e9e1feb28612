package io.epro.bench.safeguards;

import io.epro.bench.drain.Backlog;
import io.epro.bench.drain.Contestant;
import io.epro.bench.drain.ReportTable;
import io.epro.local.process.ChildProcess;
import io.epro.local.process.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One variant on its way through one backlog.
 *
 * @param settings of the processor
 */
record VariantContestant(Variant variant, List<String> jvmOptions, Map<String, String> settings,
    Progress told, Backlog backlog)
    implements
    Contestant {

  @Override
  public String name() {
    return variant.name();
  }

  @Override
  public List<ChildProcess> start() throws IOException {
    var options = new ArrayList<>(jvmOptions);
    settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
    options.addAll(List.of("-Dlogback.configurationFile=io/epro/terminal/quiet-logback.xml", "-cp",
        System.getProperty("java.class.path")));
    var program = new ArrayList<>(List.of(variant.program().getName()));
    program.addAll(told.arguments());
    variant.lacks().forEach(safeguard -> program.add(safeguard.name()));
    return List.of(ChildProcess.start(Command.java(name(), options, program,
        told.directory().resolve(told.group() + ".log"))));
  }

  @Override
  public long progress(ReportTable table) {
    return told.committed();
  }

  @Override
  public boolean finished(ReportTable table) {
    return told.finished();
  }
}
