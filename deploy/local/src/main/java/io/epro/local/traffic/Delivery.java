package io.epro.local.traffic;

import java.util.UUID;

/** What became of one submission. */
public sealed interface Delivery {

  /** A 202: the report is durable. */
  record Acknowledged(UUID reportId) implements Delivery {}

  /** The gateway will never take it. */
  record Refused(int status) implements Delivery {}

  /** Not acknowledged before the time was up: it may be durable or not. */
  record Abandoned() implements Delivery {}
}
