package io.epro.gateway.receive;

import io.epro.gateway.admit.Decision.Bound;

/** The problems that more than one step can meet. */
final class Problems {
  private Problems() {}

  static Problem noRoom(Bound bound) {
    return switch (bound) {
      case REQUESTS, BYTES -> Problem.of(ProblemCode.OVERLOADED,
          "the gateway holds as many reports as it may; nothing was stored, send again after the"
              + " seconds in Retry-After");
      case DRAINING -> Problem.of(ProblemCode.SHUTTING_DOWN,
          "nothing was stored; send again, on a new connection");
    };
  }

  static Problem reportTooLarge(int most) {
    return Problem.of(ProblemCode.TOO_LARGE,
        "a report may have at most " + most + " bytes; this one has more");
  }

  static Problem batchTooLarge(int most) {
    return Problem.of(ProblemCode.TOO_LARGE,
        "a batch may have at most " + most + " bytes; nothing of this one was stored");
  }

  static Problem brokerUnavailable() {
    return Problem.of(ProblemCode.BROKER_UNAVAILABLE, "no broker has confirmed the report in time;"
        + " send it again unchanged after the seconds in Retry-After (it is never stored twice)");
  }

  static Problem badChunks() {
    return Problem.of(ProblemCode.BAD_REQUEST, "the chunks of the body are not well-formed");
  }

  static Problem requestTimeout(Limits limits) {
    return Problem.of(ProblemCode.REQUEST_TIMEOUT, "headers and body must arrive within "
        + limits.request().toMillis() + " ms; send the report again");
  }

  static Problem bug() {
    return Problem.of(ProblemCode.INTERNAL_ERROR,
        "this is not the report's fault; send it again unchanged, and tell the operator");
  }
}
