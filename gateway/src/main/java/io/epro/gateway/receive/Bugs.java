package io.epro.gateway.receive;

import io.epro.topics.TraceParent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs exceptions that nobody expected, without their messages, which might quote a report. */
final class Bugs {
  private static final Logger log = LoggerFactory.getLogger(Bugs.class);
  private static final int TRACE_FRAMES = 8;

  private Bugs() {}

  /** @param traceparent well-formed; null where the request has none */
  static void log(RuntimeException e, @Nullable String traceparent) {
    log.atError().addKeyValue("failure", e.getClass().getName())
        .addKeyValue("at", Arrays.stream(e.getStackTrace()).limit(TRACE_FRAMES)
            .map(StackTraceElement::toString).collect(Collectors.joining(" < ")))
        .addKeyValue("traceId", traceparent == null ? null : TraceParent.traceId(traceparent))
        .log("a request met a bug");
  }
}
