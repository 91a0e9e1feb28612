package io.epro.e2e.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/** What a gateway said to one report. */
public sealed interface Reply {

  /** It is durable. */
  record Queued(UUID reportId) implements Reply {}

  /** @param retryAfter seconds, 0 where the answer has none */
  record Refused(int status, String code, boolean retryable, int retryAfter) implements Reply {}

  /** No answer: the connection was refused, ended, or silent for too long. */
  record Nothing(String why) implements Reply {}

  /** @param retryAfter as the header has it, 0 without one */
  static Reply of(int status, JsonNode answer, int retryAfter) {
    return status == 202 ? new Queued(UUID.fromString(answer.path("reportId").asText()))
        : new Refused(status, answer.path("code").asText(),
            answer.path("retryable").asBoolean(false), retryAfter);
  }
}
