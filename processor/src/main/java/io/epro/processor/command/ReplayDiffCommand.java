package io.epro.processor.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.epro.processor.postgres.PostgresReplays;
import io.epro.processor.replay.ReplayDiff;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay diff}. */
@Command(name = "diff", mixinStandardHelpOptions = true, sortOptions = false, description = {
  "Tells what a replay stores otherwise than the live pipeline did: how many reports are identical,"
      + " changed (in which columns), added, removed; and some of them.",
  "Patients' ids are masked and values left out unless asked for."},
    exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:nothing differs",
      "1:something does", "2:command line, configuration or database"})
final class ReplayDiffCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DIFFERS = 1;

  /** How it is printed. */
  enum Format {
    TABLE, JSON, CSV
  }

  @Mixin
  private final ConfigOption config = new ConfigOption();
  @Mixin
  private final ReplayOption replay = new ReplayOption();

  @Option(names = "--format", defaultValue = "TABLE", paramLabel = "FORMAT",
      description = "table, json, or csv (the samples alone).")
  private Format format = Format.TABLE;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(names = "--samples", defaultValue = "5", paramLabel = "N",
      description = "Reports shown of each kind (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(names = "--show-patients",
      description = "With patients' ids, and values before and after.")
  private boolean showPatients;

  @Mixin
  private final Printing printing = new Printing();

  @Override
  public Integer call() {
    try (var replays = PostgresReplays.open(config.load())) {
      var found = replays.diff(replay.plan(replays), samples);
      var diff = showPatients ? found : found.masked();
      var out = printing.out();
      out.print(switch (json ? Format.JSON : format) {
        case TABLE -> asText(diff);
        case JSON -> asJson(diff);
        case CSV -> asCsv(diff);
      });
      out.flush();
      return diff.nothingDiffers() ? 0 : DIFFERS;
    }
  }

  private String asText(ReplayDiff diff) {
    var table = new TextTable(List.of("reports", "count"));
    table.row(List.of("identical", Words.grouped(diff.identical())));
    table.row(List.of("changed", Words.grouped(diff.changed())));
    diff.byColumn()
        .forEach((column, count) -> table.row(List.of("  " + column, Words.grouped(count))));
    table.row(List.of("added", Words.grouped(diff.added())));
    table.row(List.of("removed", Words.grouped(diff.removed())));
    var text = new StringBuilder(table.toString());
    if (!diff.rejectionsByCode().isEmpty()) {
      var rejected = new TextTable(List.of("rejected by the replay for", "count"));
      diff.rejectionsByCode()
          .forEach((code, count) -> rejected.row(List.of(code, Words.grouped(count))));
      text.append('\n').append(rejected);
    }
    if (!diff.samples().isEmpty()) {
      text.append('\n').append(samples(diff));
    }
    return text.toString();
  }

  private String samples(ReplayDiff diff) {
    if (showPatients) {
      var text = new StringBuilder();
      for (var sample : diff.samples()) {
        text.append("%s %s %s%n".formatted(kind(sample), sample.patientId(), sample.reportId()));
        sample.values().forEach((column, values) -> text.append(
            "  %s%n    before %s%n    after  %s%n".formatted(column, values.get(0),
                values.get(1))));
      }
      return text.toString();
    }
    var shown = new TextTable(List.of("sample", "patient", "report", "differs in"));
    diff.samples().forEach(sample -> shown.row(List.of(kind(sample), sample.patientId(),
        sample.reportId(), differences(sample))));
    return shown.toString();
  }

  private static String kind(ReplayDiff.Sample sample) {
    return sample.kind().name().toLowerCase(Locale.ROOT);
  }

  private String differences(ReplayDiff.Sample sample) {
    if (!showPatients) {
      return String.join(" ", sample.columns());
    }
    var text = new StringBuilder();
    sample.values().forEach((column, values) -> text.append(text.isEmpty() ? "" : "; ")
        .append(column).append(": ").append(values.get(0)).append(" -> ").append(values.get(1)));
    return text.toString();
  }

  private String asJson(ReplayDiff diff) {
    var all = JSON.createObjectNode().put("identical", diff.identical())
        .put("changed", diff.changed()).put("added", diff.added()).put("removed", diff.removed());
    var columns = all.putObject("changedByColumn");
    diff.byColumn().forEach(columns::put);
    var rejections = all.putObject("rejectionsByCode");
    diff.rejectionsByCode().forEach(rejections::put);
    var array = all.putArray("samples");
    for (var sample : diff.samples()) {
      var one = array.addObject().put("kind", kind(sample)).put("patient", sample.patientId())
          .put("reportId", sample.reportId());
      var names = one.putArray("columns");
      sample.columns().forEach(names::add);
      if (showPatients) {
        var values = one.putObject("values");
        sample.values().forEach((column, both) -> values.putObject(column)
            .put("before", both.get(0)).put("after", both.get(1)));
      }
    }
    return all + "\n";
  }

  private String asCsv(ReplayDiff diff) {
    var text = new StringBuilder("kind,patient,report,differs in\n");
    diff.samples().forEach(sample -> text.append(kind(sample)).append(',')
        .append(quoted(sample.patientId())).append(',').append(sample.reportId()).append(',')
        .append(quoted(differences(sample))).append('\n'));
    return text.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
