package io.epro.processor.console;

import io.epro.observe.AdminRole;
import io.epro.observe.AdminUser;
import io.epro.processor.replay.ReplayDiff;
import java.util.List;
import java.util.Map;

/** What a replay changes, with patients' ids and values only for whom may see them. */
final class Diffs {
  private static final int SAMPLES = 5;

  private final Operations operations;

  Diffs(Operations operations) {
    this.operations = operations;
  }

  ReplayDiff of(String replay, AdminUser by) {
    var diff = operations.diff(replay, SAMPLES);
    return by.may(AdminRole.RAW) ? diff
        : new ReplayDiff(diff.identical(), diff.changed(), diff.byColumn(), diff.added(),
            diff.removed(), diff.rejectionsByCode(), masked(diff.samples()));
  }

  private static List<ReplayDiff.Sample> masked(List<ReplayDiff.Sample> samples) {
    return samples.stream().map(sample -> new ReplayDiff.Sample(sample.kind(),
        sample.patientId().substring(0, Math.min(1, sample.patientId().length())) + "***",
        sample.reportId(), sample.columns(), Map.of())).toList();
  }
}
