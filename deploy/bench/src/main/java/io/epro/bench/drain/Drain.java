package io.epro.bench.drain;

import io.epro.bench.measure.Profiles;
import io.epro.config.Settings;
import io.epro.processor.ProcessorSettings;
import io.epro.processor.validate.Rules;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every contestant under every combination. Confined to one thread. */
final class Drain implements AutoCloseable {
  private final Track track;
  private final DrainResult.Conditions conditions;
  private final Set<Kind> kinds;
  private final Rules rules = Rules
      .from(Settings.load(ProcessorSettings.class, Map.of()).rules());
  private final Map<Double, Workload> workloads = new HashMap<>();
  private final Map<String, ReportTable.Contents> expected = new HashMap<>();
  private @Nullable GroupOffsets offsets;
  private int started;

  /** Who takes part. */
  enum Kind {
    COPY, PROCESSOR, SPRING, CONNECT, FLINK;

    /** Those that the normal build builds. */
    static final Set<Kind> USUAL = Set.of(COPY, PROCESSOR, SPRING);
  }

  Drain(Track track, DrainResult.Conditions conditions, Set<Kind> kinds) {
    this.track = track;
    this.conditions = conditions;
    this.kinds = EnumSet.copyOf(kinds);
  }

  /** The contestants take turns, so that a slow minute of the machine hits all of them. */
  List<DrainRun> runs(Cell.Ranges ranges, int turns) throws IOException, SQLException {
    var all = new ArrayList<DrainRun>();
    for (long rows : ranges.rowsBefore()) {
      var before = before(rows);
      for (int turn = 1; turn <= turns; turn++) {
        for (var cell : ranges.cells(rows)) {
          all.addAll(runs(cell, before));
        }
      }
    }
    return all;
  }

  /**
   * One more drain by processors, into an empty table, of which the first one's profiles are taken.
   *
   * @return the frames with the most, in words
   */
  String profiled(Cell cell, Profiles profiles) throws IOException, SQLException {
    return Run.profiled(processor(workload(cell.hot()), group(), cell), track,
        EarlierRows.none(track.system().postgres()), profiles);
  }

  private List<DrainRun> runs(Cell cell, EarlierRows before) throws IOException, SQLException {
    var workload = workload(cell.hot());
    var all = new ArrayList<DrainRun>();
    for (var kind : kinds) {
      var contestant = contestant(kind, workload, cell);
      var run = new DrainRun(cell, Run.of(contestant, track, before));
      verify(contestant, workload);
      System.out.println(run.inWords());
      all.add(run);
    }
    return all;
  }

  private EarlierRows before(long rows) throws IOException, SQLException {
    var postgres = track.system().postgres();
    if (rows == 0) {
      return EarlierRows.none(postgres);
    }
    System.out.printf("Filling the table with %,d rows of earlier reports.%n", rows);
    return EarlierRows.fill(postgres, rows, conditions.patients(), rules);
  }

  /** Filled when it is needed first. */
  private Workload workload(double hot) throws IOException, SQLException {
    var known = workloads.get(hot);
    if (known == null) {
      known = filled(hot);
      workloads.put(hot, known);
    }
    return known;
  }

  private Workload filled(double hot) throws IOException, SQLException {
    String topic = "backlog-" + hot;
    BacklogTopic.create(topic, conditions.partitions(), brokers());
    System.out.printf(
        "Filling %s with %,d reports of %,d patients, %s %% retries, %s %% of one patient.%n",
        topic, conditions.reports(), conditions.patients(), conditions.duplicates(), hot);
    var backlog = Backlog.fill(brokers(), topic, conditions.reports(),
        new Backlog.Mix(conditions.patients(), conditions.duplicates(), 0, hot));
    var encoded = track.data().resolve(topic);
    if (kinds.contains(Kind.COPY)) {
      EncodedFiles.write(brokers(), topic, conditions.partitions(), encoded, rules,
          backlog.distinct() < backlog.records());
    }
    return new Workload(hot, topic, backlog, encoded);
  }

  private Contestant contestant(Kind kind, Workload workload, Cell cell) {
    var system = track.system();
    var data = track.data();
    var jvm = Servers.jvm(data, conditions.jvm());
    String group = group();
    return switch (kind) {
      case COPY -> new BareCopyContestant(system.postgres().jdbcUrl(), workload,
          data.resolve(group + ".told"), cell.lanes(), jvm);
      case PROCESSOR -> processor(workload, group, cell);
      case SPRING -> new EverydayContestant(system, offsets(), data, workload, group, cell.lanes(),
          jvm);
      case CONNECT -> PublishedContestant.connect(place(workload, group, cell));
      case FLINK -> PublishedContestant.flink(place(workload, group, cell));
    };
  }

  private ProcessorContestant processor(Workload workload, String group, Cell cell) {
    return new ProcessorContestant(track.system(), cell.instances(), ProcessorContestant
        .settings(conditions.settings(), workload.topic(), group, cell.threads()),
        workload.backlog().records());
  }

  private String group() {
    return "bench-" + ++started;
  }

  private PublishedContestant.Place place(Workload workload, String group, Cell cell) {
    var jvm = new ArrayList<>(PublishedContestant.JVM);
    jvm.addAll(conditions.jvm());
    return new PublishedContestant.Place(track.system(), offsets(), track.data(), workload, group,
        cell.lanes(), Servers.jvm(track.data(), jvm));
  }

  /** All stored the same rows, column by column. */
  private void verify(Contestant contestant, Workload workload) throws SQLException {
    try (var table = new ReportTable(track.system().postgres())) {
      var contents = table.contents();
      var first = expected.putIfAbsent(workload.topic(), contents);
      if (contents.rows() != workload.backlog().distinct()
          || (first != null && !first.equals(contents))) {
        throw new IllegalStateException(contestant.name() + " stored " + contents + ", not "
            + (first == null ? workload.backlog().distinct() + " rows" : first) + ": no figure");
      }
    }
  }

  private GroupOffsets offsets() {
    if (offsets == null) {
      offsets = new GroupOffsets(brokers());
    }
    return offsets;
  }

  private String brokers() {
    return track.system().kafka().bootstrapServers();
  }

  @Override
  public void close() {
    if (offsets != null) {
      offsets.close();
    }
  }
}
