package io.epro.gateway.publish;

/** What became of a report that was handed to the publisher. */
public enum PublishResult {
  /** All in-sync replicas have it. */
  ACKNOWLEDGED,
  /** No memory left to hold it: it went nowhere. */
  BUFFER_FULL,
  /** The broker takes no record of this size: it went nowhere, and never will. */
  TOO_LARGE,
  /** No acknowledgement, and none will come; it may be in the topic all the same. */
  UNAVAILABLE
}
