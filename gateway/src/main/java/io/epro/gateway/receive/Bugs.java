package io.epro.gateway.receive;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs exceptions that nobody expected, without their messages, which might quote a report. */
final class Bugs {
  private static final Logger log = LoggerFactory.getLogger(Bugs.class);
  private static final int TRACE_FRAMES = 8;

  private Bugs() {}

  static void log(RuntimeException e) {
    log.atError().addKeyValue("failure", e.getClass().getName())
        .addKeyValue("at", Arrays.stream(e.getStackTrace()).limit(TRACE_FRAMES)
            .map(StackTraceElement::toString).collect(Collectors.joining(" < ")))
        .log("a request met a bug");
  }
}
