package io.epro.profile;

import java.time.Duration;
import java.time.Instant;
import jdk.jfr.consumer.RecordedEvent;

/** The time that was recorded. */
record Window(Instant from, Instant to) {

  Duration length() {
    return Duration.between(from, to);
  }

  /** How much of an event's duration lies inside; a wait may have begun long before. */
  Duration within(RecordedEvent event) {
    var start = event.getStartTime().isBefore(from) ? from : event.getStartTime();
    var end = event.getEndTime().isAfter(to) ? to : event.getEndTime();
    return end.isAfter(start) ? Duration.between(start, end) : Duration.ZERO;
  }
}
