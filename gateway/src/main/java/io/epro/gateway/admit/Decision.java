package io.epro.gateway.admit;

/** Whether there is room for a request. */
public sealed interface Decision permits Permit, Decision.Refused {

  /** There is none now. */
  record Refused(Bound bound) implements Decision {}

  /** Which bound said no. */
  enum Bound {
    REQUESTS, BYTES,
    /** The gateway is stopping. */
    DRAINING
  }
}
