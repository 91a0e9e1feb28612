package io.epro.bench.drain;

import io.epro.bench.measure.Scrape;
import io.epro.local.process.ChildProcess;
import io.epro.local.system.LocalSystem;
import io.epro.local.system.Program;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Processors as their jar, with all stages, that share a group. What the ledger says is committed. */
public final class ProcessorContestant implements Contestant {
  private static final String REPORTS = "epro_processor_reports_total";
  private static final String FLUSH = "epro_sink_flush_seconds_sum";

  private final LocalSystem system;
  private final int instances;
  private final Map<String, String> settings;
  private final long records;
  private final List<Program> programs = new ArrayList<>();
  private final Set<Program> atWork = new HashSet<>();

  /**
   * Not started yet.
   *
   * @param settings of each, other than the defaults
   * @param records in the backlog
   */
  public ProcessorContestant(LocalSystem system, int instances, Map<String, String> settings,
      long records) {
    this.system = system;
    this.instances = instances;
    this.settings = Map.copyOf(settings);
    this.records = records;
  }

  /** Those of one topic and group, with so many threads each, on top of the given ones. */
  public static Map<String, String> settings(Map<String, String> given, String topic, String group,
      int threads) {
    var all = new HashMap<>(given);
    all.put("processor.topics.raw", topic);
    all.put("processor.group", group);
    all.put("processor.threads", Integer.toString(threads));
    return all;
  }

  @Override
  public String name() {
    return DrainResult.PROCESSOR;
  }

  @Override
  public List<ChildProcess> start() throws IOException {
    for (int i = 0; i < instances; i++) {
      programs.add(system.startProcessor(settings));
    }
    return programs.stream().map(Program::process).toList();
  }

  @Override
  public long progress(ReportTable table) throws SQLException {
    return table.applied();
  }

  @Override
  public boolean finished(ReportTable table) throws SQLException {
    return progress(table) >= records;
  }

  @Override
  public boolean allAtWork() {
    // Asked no more than needed: each answer takes CPU from the work.
    programs.stream().filter(program -> !atWork.contains(program) && isAtWork(program))
        .forEach(atWork::add);
    return atWork.size() == programs.size();
  }

  private static boolean isAtWork(Program program) {
    try {
      return Scrape.of(program.adminUrl()).sum(REPORTS) > 0;
    } catch (IOException e) {
      return false; // it does not listen yet
    }
  }

  @Override
  public Optional<Duration> databaseTime() throws IOException {
    double seconds = 0;
    for (var program : programs) {
      seconds += Scrape.of(program.adminUrl()).sum(FLUSH);
    }
    return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
  }

  /** In the order of their start. */
  public List<Program> programs() {
    return List.copyOf(programs);
  }
}
