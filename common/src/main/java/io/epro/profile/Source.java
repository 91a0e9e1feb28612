package io.epro.profile;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import org.jspecify.annotations.Nullable;

/**
 * The JFR events that profiles are made of, with the setting that bounds what each costs. None of them
 * has a field that could hold data: stack, thread, class, time, size and address are all there is.
 */
enum Source {
  /** A timer for each thread; every 10 ms of its CPU the thread notes where it is. Linux only. */
  CPU_TIME("jdk.CPUTimeSample", "throttle", "10ms"),
  /** At each tick up to five of the threads that run Java. */
  RUNNING("jdk.ExecutionSample", "period", "10 ms"),
  /** At each tick one of the threads in native code. */
  IN_NATIVE("jdk.NativeMethodSample", "period", "10 ms"),
  /** Its weight is the bytes allocated by the thread since its last sample. */
  ALLOCATION("jdk.ObjectAllocationSample", "throttle", "500/s"),
  /** A monitor that another thread held for longer than spinning is worth. */
  MONITOR_ENTER("jdk.JavaMonitorEnter", "threshold", "100 us"),
  /** Under every lock, queue and future of {@code java.util.concurrent}. */
  PARK("jdk.ThreadPark", "threshold", "100 us"),
  MONITOR_WAIT("jdk.JavaMonitorWait", "threshold", "1 ms"),
  SLEEP("jdk.ThreadSleep", "threshold", "1 ms");

  private static final Duration TICK = Duration.ofMillis(10);
  private static final String CONCURRENT = "java.util.concurrent.";

  private final String event;
  private final String setting;
  private final String value;

  Source(String event, String setting, String value) {
    this.event = event;
    this.setting = setting;
    this.value = value;
  }

  String event() {
    return event;
  }

  void configure(BiConsumer<String, String> settings) {
    settings.accept(event + "#enabled", "true");
    settings.accept(event + "#stackTrace", "true");
    settings.accept(event + "#" + setting, value);
  }

  /** What the event adds to its stack, in the profile's unit; no more than lies in the window. */
  long weight(RecordedEvent event, Window window) {
    return switch (this) {
      case CPU_TIME -> event.getDuration("samplingPeriod").toNanos();
      case RUNNING, IN_NATIVE -> TICK.toNanos();
      case ALLOCATION -> event.getLong("weight");
      case MONITOR_ENTER, PARK, MONITOR_WAIT, SLEEP -> window.within(event).toNanos();
    };
  }

  /** The class that was allocated or locked, where there is one. */
  Optional<String> className(RecordedEvent event) {
    var type = classOf(event);
    return type == null ? Optional.empty() : Optional.of(Stacks.readable(type.getName()));
  }

  /** Whether a thread waited here because another held a lock, and not for want of work. */
  boolean waitsForLock(RecordedEvent event) {
    if (this != PARK) {
      return this == MONITOR_ENTER;
    }
    var type = classOf(event);
    return type != null && !type.getName().contains("ConditionObject")
        && (type.getName().startsWith(CONCURRENT + "locks.")
            || type.getName().startsWith(CONCURRENT + "Semaphore"));
  }

  @Nullable
  RecordedThread thread(RecordedEvent event) {
    return event.getValue(switch (this) {
      case RUNNING, IN_NATIVE -> "sampledThread";
      case CPU_TIME, ALLOCATION, MONITOR_ENTER, PARK, MONITOR_WAIT, SLEEP -> "eventThread";
    });
  }

  private @Nullable RecordedClass classOf(RecordedEvent event) {
    return switch (this) {
      case ALLOCATION -> event.getValue("objectClass");
      case MONITOR_ENTER, MONITOR_WAIT -> event.getValue("monitorClass");
      case PARK -> event.getValue("parkedClass");
      case CPU_TIME, RUNNING, IN_NATIVE, SLEEP -> null;
    };
  }
}
