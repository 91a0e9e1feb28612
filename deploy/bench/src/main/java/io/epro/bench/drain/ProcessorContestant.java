package io.epro.bench.drain;

import io.epro.local.process.ChildProcess;
import io.epro.local.system.LocalSystem;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The processor as its jar, with all stages. It is done when the ledger says so.
 *
 * @param settings other than the defaults
 * @param records in the backlog
 */
record ProcessorContestant(LocalSystem system, String group, int threads,
    Map<String, String> settings, long records)
    implements
    Contestant {

  @Override
  public String name() {
    return "processor";
  }

  @Override
  public ChildProcess start() throws IOException {
    var all = new HashMap<>(settings);
    all.put("processor.group", group);
    all.put("processor.threads", Integer.toString(threads));
    return system.startProcessor(all).process();
  }

  @Override
  public boolean finished(ReportTable table) throws SQLException {
    return table.applied() >= records;
  }
}
