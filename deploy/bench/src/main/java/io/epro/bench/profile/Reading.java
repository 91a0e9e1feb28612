package io.epro.bench.profile;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Counters of this process at one moment.
 *
 * @param reports that went through the stages
 * @param workers CPU nanoseconds of the threads that do it
 * @param process CPU nanoseconds of all threads, the JVM's own among them
 */
record Reading(long reports, long workers, long process) {

  static Reading of(List<Worker> all) {
    var threads = ManagementFactory.getThreadMXBean();
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Reading(all.stream().mapToLong(Worker::reports).sum(),
        all.stream().mapToLong(worker -> threads.getThreadCpuTime(worker.threadId())).sum(),
        system.getProcessCpuTime());
  }

  double nanosPerReport(Reading since) {
    return (double) (workers - since.workers) / (reports - since.reports);
  }

  /** Of what the workers used, how much the other threads used. */
  double others(Reading since) {
    long own = workers - since.workers;
    return (double) (process - since.process - own) / own;
  }
}
