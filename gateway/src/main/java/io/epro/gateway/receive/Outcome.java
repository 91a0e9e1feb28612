package io.epro.gateway.receive;

import io.epro.gateway.publish.RawReport;
import java.util.HexFormat;
import java.util.UUID;

/** What became of one report. */
sealed interface Outcome {

  /** The broker has it. */
  record Queued(UUID id, byte[] sha256) implements Outcome {
    static Queued of(RawReport report) {
      return new Queued(report.id(), report.sha256());
    }

    @Override
    public String toJson() {
      return "{\"status\":\"queued\",\"reportId\":\"" + id + "\",\"sha256\":\""
          + HexFormat.of().formatHex(sha256) + "\"}";
    }
  }

  /**
   * The broker has not told that it has it.
   *
   * @param retryAfter seconds, 0 where another try makes no sense
   */
  record Refused(Problem problem, int retryAfter) implements Outcome {
    @Override
    public String toJson() {
      return problem.toJson();
    }
  }

  /** As its client is told. */
  String toJson();
}
